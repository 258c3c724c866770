/**
 * Where each follower stands, and who may move it.
 * Each call is one statement and so one transaction; a lease that was taken over can move nothing (its epoch is old),
 * and time is the database's, so two machines need no common clock. Every call may be repeated.
 */
import type { Database, Statement } from './database.ts'
import { RecordError } from './errors.ts'
import type { FollowerState, FollowerStore, Intent, Lease, Range } from './types.ts'

export const FOLLOWER_SQL = {
  acquire: {
    name: 'lease_acquire',
    text: `INSERT INTO daybook.follower AS f (name, epoch, owner, expires_at)
           VALUES ($1, 1, $2, clock_timestamp() + $3 * interval '1 millisecond')
           ON CONFLICT (name) DO UPDATE
              SET epoch = f.epoch + 1, owner = excluded.owner, expires_at = excluded.expires_at
            WHERE f.owner IS NULL OR f.owner = excluded.owner OR f.expires_at < clock_timestamp()
           RETURNING epoch`,
  },
  renew: {
    name: 'lease_renew',
    text: `UPDATE daybook.follower SET expires_at = clock_timestamp() + $3 * interval '1 millisecond'
            WHERE name = $1 AND epoch = $2 AND owner IS NOT NULL RETURNING epoch`,
  },
  release: {
    name: 'lease_release',
    text: 'UPDATE daybook.follower SET owner = NULL, expires_at = NULL WHERE name = $1 AND epoch = $2',
  },
  begin: {
    name: 'follower_begin',
    text: `UPDATE daybook.follower SET intent = $3 WHERE name = $1 AND epoch = $2 AND owner IS NOT NULL RETURNING epoch`,
  },
  // A second time with the same token finds it finished and changes nothing.
  finish: {
    name: 'follower_finish',
    text: `WITH held AS (
             SELECT name, intent ->> 'token' = $3 AS open, finished = $3 AS done
               FROM daybook.follower WHERE name = $1 AND epoch = $2 AND owner IS NOT NULL FOR UPDATE
           ), closed AS (
             UPDATE daybook.follower AS f SET intent = NULL, finished = $3
               FROM held WHERE f.name = held.name AND held.open
             RETURNING f.name
           ), moved AS (
             INSERT INTO daybook.follower_position (follower, tenant, next)
             SELECT closed.name, r.tenant, r.next FROM closed, unnest($4::integer[], $5::bigint[]) AS r (tenant, next)
             ON CONFLICT (follower, tenant) DO UPDATE SET next = excluded.next
           )
           SELECT coalesce(open, false) OR coalesce(done, false) AS finished FROM held`,
  },
  state: {
    name: 'follower_state',
    text: `SELECT f.intent, p.tenant, p.next
             FROM daybook.follower AS f LEFT JOIN daybook.follower_position AS p ON p.follower = f.name
            WHERE f.name = $1`,
  },
  reset: {
    name: 'follower_reset',
    text: `WITH reset AS (
             INSERT INTO daybook.follower AS f (name, epoch) VALUES ($1, 1)
             ON CONFLICT (name) DO UPDATE
                SET epoch = f.epoch + 1, owner = NULL, expires_at = NULL, intent = NULL, finished = NULL
             RETURNING name
           ), gone AS (
             DELETE FROM daybook.follower_position WHERE follower = $1 AND tenant <> ALL ($2::integer[])
           )
           INSERT INTO daybook.follower_position (follower, tenant, next)
           SELECT reset.name, r.tenant, r.next FROM reset, unnest($2::integer[], $3::bigint[]) AS r (tenant, next)
           ON CONFLICT (follower, tenant) DO UPDATE SET next = excluded.next`,
  },
} satisfies Record<string, Statement>

export class Followers implements FollowerStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async acquire(name: string, owner: string, ttlMs: number): Promise<Lease | undefined> {
    const [held] = await this.#database.run<{ epoch: number }>(FOLLOWER_SQL.acquire, [name, owner, ttlMs])
    return held === undefined ? undefined : new FollowerLease(this.#database, name, held.epoch, ttlMs)
  }

  async state(name: string): Promise<FollowerState> {
    const rows = await this.#database.run<{ intent: Intent | null; tenant: number | null; next: number }>(
      FOLLOWER_SQL.state,
      [name],
    )
    const positions = new Map<number, number>()
    for (const { tenant, next } of rows) if (tenant !== null) positions.set(tenant, next)
    const intent = rows[0]?.intent ?? undefined
    return intent === undefined ? { positions } : { positions, intent }
  }

  async reset(name: string, positions: Map<number, number> = new Map()): Promise<void> {
    await this.#database.run(FOLLOWER_SQL.reset, [name, [...positions.keys()], [...positions.values()]])
  }
}

class FollowerLease implements Lease {
  readonly #database: Database
  readonly #name: string
  readonly #epoch: number
  readonly #ttlMs: number

  constructor(database: Database, name: string, epoch: number, ttlMs: number) {
    this.#database = database
    this.#name = name
    this.#epoch = epoch
    this.#ttlMs = ttlMs
  }

  async renew(): Promise<boolean> {
    const held = await this.#database.run(FOLLOWER_SQL.renew, [this.#name, this.#epoch, this.#ttlMs])
    return held.length > 0
  }

  async release(): Promise<void> {
    await this.#database.run(FOLLOWER_SQL.release, [this.#name, this.#epoch])
  }

  async begin(intent: Intent): Promise<void> {
    const held = await this.#database.run(FOLLOWER_SQL.begin, [
      this.#name,
      this.#epoch,
      JSON.stringify(intent),
    ])
    if (held.length === 0) throw new RecordError('LEASE_LOST')
  }

  async finish(intent: Intent): Promise<void> {
    const ends = lastOfEach(intent.ranges)
    const [held] = await this.#database.run<{ finished: boolean }>(FOLLOWER_SQL.finish, [
      this.#name,
      this.#epoch,
      intent.token,
      [...ends.keys()],
      [...ends.values()],
    ])
    if (held === undefined) throw new RecordError('LEASE_LOST')
    if (!held.finished) throw new RecordError('INTENT_UNKNOWN')
  }
}

/** tenant → where its last range ends */
function lastOfEach(ranges: readonly Range[]): Map<number, number> {
  const ends = new Map<number, number>()
  for (const { tenant, to } of ranges) ends.set(tenant, Math.max(to, ends.get(tenant) ?? 0))
  return ends
}
