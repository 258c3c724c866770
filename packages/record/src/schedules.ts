/**
 * Schedules: reports that are sent at times.
 * A time that has come becomes a run in the same transaction that moves its schedule to the next one, so it is neither
 * lost nor seen twice, however many servers look. Every statement may be run again.
 */
import type { JsonObject } from '@daybook/event'

import type { Database, Statement } from './database.ts'
import { RecordError } from './errors.ts'
import { fromRunRow, type RunRow, RUN_COLUMNS, Taken } from './schedule-runs.ts'
import type {
  KeptSecret,
  NewRun,
  ScheduleInput,
  ScheduleRecord,
  ScheduleRun,
  ScheduleState,
  ScheduleStore,
  SealedSecret,
  TakenRun,
} from './schedule-types.ts'

/** Of one tenant. */
export const SCHEDULES_MAX = 200
/** Runs of one schedule that were asked for and are not finished. */
export const ASKED_RUNS_MAX = 5
/** Runs of one schedule that are remembered. */
export const RUNS_KEPT_MAX = 100

const COLUMNS = `s.id, s.tenant, s.owner, s.name, s.plan, s.state, s.reason, s.due_at, s.failures,
            s.created_at, s.updated_at`
const OF_TENANT = `s.tenant = $1 AND s.id = $2 AND s.state <> 'removed'`
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const SCHEDULE_SQL = {
  // The same id twice is the same schedule: after a lost answer the statement runs again.
  insert: {
    name: 'schedule_insert',
    text: `WITH made AS (
             INSERT INTO daybook.schedule (id, tenant, owner, name, plan, state, due_at)
             SELECT $1, $2, $3, $4, $5, CASE WHEN $6::bigint IS NULL THEN 'paused' ELSE 'active' END, $6
              WHERE (SELECT count(*) FROM daybook.schedule WHERE tenant = $2 AND state <> 'removed') < $9
             ON CONFLICT (id) DO NOTHING RETURNING id
           )
           INSERT INTO daybook.schedule_secret (id, schedule, sealed, key)
           SELECT $7, made.id, $8, $10 FROM made WHERE $8::text IS NOT NULL`,
  },
  byId: {
    name: 'schedule_by_id',
    text: `SELECT ${COLUMNS} FROM daybook.schedule AS s WHERE ${OF_TENANT}`,
  },
  list: {
    name: 'schedule_list',
    text: `SELECT ${COLUMNS} FROM daybook.schedule AS s
            WHERE s.tenant = $1 AND s.state <> 'removed' ORDER BY s.name, s.id`,
  },
  update: {
    name: 'schedule_update',
    text: `UPDATE daybook.schedule AS s
              SET name = $3, plan = $4, due_at = CASE WHEN s.state = 'active' THEN $5::bigint END, updated_at = now()
            WHERE ${OF_TENANT} RETURNING ${COLUMNS}`,
  },
  setState: {
    name: 'schedule_set_state',
    text: `UPDATE daybook.schedule AS s
              SET state = $3, reason = $4, due_at = $5, failures = CASE WHEN $3 = 'active' THEN 0 ELSE s.failures END,
                  updated_at = now()
            WHERE ${OF_TENANT} RETURNING ${COLUMNS}`,
  },
  remove: {
    name: 'schedule_remove',
    text: `UPDATE daybook.schedule AS s SET state = 'removed', due_at = NULL WHERE ${OF_TENANT}`,
  },
  addSecret: {
    name: 'schedule_secret_add',
    text: `WITH old AS (
             UPDATE daybook.schedule_secret SET ends_at = $4 WHERE schedule = $1 AND id <> $2 AND ends_at IS NULL
           )
           INSERT INTO daybook.schedule_secret (id, schedule, sealed, key) VALUES ($2, $1, $3, $5)
           ON CONFLICT (id) DO NOTHING`,
  },
  secrets: {
    name: 'schedule_secrets',
    text: `SELECT sealed, key FROM daybook.schedule_secret
            WHERE schedule = $1 AND (ends_at IS NULL OR ends_at > $2) ORDER BY created_at DESC`,
  },
  otherSecrets: {
    name: 'schedule_other_secrets',
    text: `SELECT id, schedule, sealed, key FROM daybook.schedule_secret
            WHERE key IS DISTINCT FROM $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
  },
  reseal: {
    name: 'schedule_secret_reseal',
    text: `UPDATE daybook.schedule_secret SET sealed = $3, key = $4 WHERE id = $1 AND sealed = $2`,
  },
  due: {
    name: 'schedule_due',
    text: `SELECT ${COLUMNS} FROM daybook.schedule AS s WHERE s.due_at <= $1 ORDER BY s.due_at LIMIT $2`,
  },
  // Whoever finds the schedule as it was seen moves it and makes the run; a second time it is not as it was.
  claim: {
    name: 'schedule_claim',
    text: `WITH moved AS (
             UPDATE daybook.schedule SET due_at = $4
              WHERE id = $2 AND due_at = $3 AND state = 'active' RETURNING id, tenant
           ), made AS (
             INSERT INTO daybook.schedule_run
               (id, schedule, tenant, cause, due_at, covers_from, covers_to, missed, state, export, ready_at, progress)
             SELECT $1, moved.id, moved.tenant, 'due', $5, $6, $7, $8, 'waiting', $9, $5, '{}' FROM moved
             ON CONFLICT DO NOTHING RETURNING id
           )
           SELECT id FROM made UNION SELECT id FROM daybook.schedule_run WHERE id = $1`,
  },
  ask: {
    name: 'schedule_ask',
    text: `INSERT INTO daybook.schedule_run
             (id, schedule, tenant, cause, due_at, covers_from, covers_to, missed, state, export, ready_at, progress)
           SELECT $1, s.id, s.tenant, 'asked', $4, $5, $6, $7, 'waiting', $8, $4, '{}'
             FROM daybook.schedule AS s
            WHERE s.tenant = $2 AND s.id = $3 AND s.state <> 'removed'
              AND (SELECT count(*) FROM daybook.schedule_run AS r
                    WHERE r.schedule = $3 AND r.cause = 'asked' AND r.finished_at IS NULL) < $9
           ON CONFLICT (id) DO NOTHING`,
  },
  runById: {
    name: 'schedule_run_by_id',
    text: `SELECT ${RUN_COLUMNS} FROM daybook.schedule_run AS r WHERE r.tenant = $1 AND r.id = $2`,
  },
  runs: {
    name: 'schedule_runs',
    text: `SELECT ${RUN_COLUMNS} FROM daybook.schedule_run AS r
            WHERE r.tenant = $1 AND r.schedule = $2 ORDER BY r.due_at DESC, r.id DESC LIMIT $3`,
  },
  delivered: {
    name: 'schedule_delivered',
    text: `SELECT 1 FROM daybook.schedule_run AS r JOIN daybook.schedule AS s ON s.id = r.schedule
            WHERE r.tenant = $1 AND r.export = $2 AND r.state IN ('sending', 'delivered') AND s.state <> 'removed' LIMIT 1`,
  },
  // The token that has a run already gets that one: the answer to its first call was lost.
  take: {
    name: 'schedule_take',
    text: `WITH chosen AS (
             SELECT id FROM daybook.schedule_run
              WHERE NOT entered AND (lease = $1 OR (ready_at <= $2 AND (lease IS NULL OR lease_ends_at < clock_timestamp())))
              ORDER BY lease IS NOT DISTINCT FROM $1 DESC, ready_at LIMIT 1 FOR UPDATE SKIP LOCKED
           )
           UPDATE daybook.schedule_run AS r
              SET lease = $1, lease_ends_at = clock_timestamp() + $3 * interval '1 millisecond', epoch = r.epoch + 1
             FROM chosen, daybook.schedule AS s
            WHERE r.id = chosen.id AND s.id = r.schedule
           RETURNING ${RUN_COLUMNS}, r.epoch,
             json_build_object('owner', s.owner, 'name', s.name, 'plan', s.plan, 'state', s.state, 'reason', s.reason,
               'due_at', s.due_at, 'failures', s.failures, 'created_at', s.created_at, 'updated_at', s.updated_at) AS of`,
  },
  prune: {
    name: 'schedule_prune',
    text: `WITH old AS (
             DELETE FROM daybook.schedule_run WHERE entered AND id IN (
               SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY schedule ORDER BY due_at DESC, id DESC) AS place
                                 FROM daybook.schedule_run) AS placed WHERE place > $1)
           ), ended AS (
             DELETE FROM daybook.schedule_secret WHERE ends_at <= $2
           )
           DELETE FROM daybook.schedule AS s WHERE s.state = 'removed'
              AND NOT EXISTS (SELECT FROM daybook.schedule_run AS r WHERE r.schedule = s.id AND NOT r.entered)`,
  },
  backlog: {
    name: 'schedule_backlog',
    text: `SELECT count(*) AS open, min(ready_at) AS oldest FROM daybook.schedule_run WHERE NOT entered`,
  },
} satisfies Record<string, Statement>

interface SecretRow {
  sealed: string
  key: string | null
}

interface ScheduleRow {
  id: string
  tenant: number
  owner: string
  name: string
  plan: JsonObject
  state: ScheduleState | 'removed'
  reason: string | null
  due_at: number | null
  failures: number
  created_at: Date | string
  updated_at: Date | string
}

export class Schedules implements ScheduleStore {
  readonly #database: Database
  readonly #newId: () => string

  constructor(database: Database, newId: () => string) {
    this.#database = database
    this.#newId = newId
  }

  async create(
    tenant: number,
    owner: string,
    { name, plan }: ScheduleInput,
    { dueAt, seal }: { dueAt?: number; seal?: (schedule: string) => SealedSecret },
  ): Promise<ScheduleRecord> {
    const id = this.#newId()
    const secret = seal?.(id)
    const values = [id, tenant, owner, name, JSON.stringify(plan), dueAt ?? null, this.#newId()]
    const sealed = [secret?.sealed ?? null, SCHEDULES_MAX, secret?.key ?? null]
    await this.#database.run(SCHEDULE_SQL.insert, [...values, ...sealed])
    const made = await this.find(tenant, id)
    if (made !== undefined) return made
    throw new RecordError('LIMIT_REACHED', { text: `A tenant has at most ${SCHEDULES_MAX} schedules.` })
  }

  find(tenant: number, id: string): Promise<ScheduleRecord | undefined> {
    return this.#one(SCHEDULE_SQL.byId, tenant, id)
  }

  async list(tenant: number): Promise<ScheduleRecord[]> {
    const rows = await this.#database.run<ScheduleRow>(SCHEDULE_SQL.list, [tenant])
    return rows.map(recordOf)
  }

  update(
    tenant: number,
    id: string,
    { name, plan }: ScheduleInput,
    dueAt: number,
  ): Promise<ScheduleRecord | undefined> {
    return this.#one(SCHEDULE_SQL.update, tenant, id, name, JSON.stringify(plan), dueAt)
  }

  resume(tenant: number, id: string, dueAt: number): Promise<ScheduleRecord | undefined> {
    return this.#one(SCHEDULE_SQL.setState, tenant, id, 'active', null, dueAt)
  }

  pause(tenant: number, id: string): Promise<ScheduleRecord | undefined> {
    return this.#one(SCHEDULE_SQL.setState, tenant, id, 'paused', null, null)
  }

  stop(tenant: number, id: string, reason: string): Promise<ScheduleRecord | undefined> {
    return this.#one(SCHEDULE_SQL.setState, tenant, id, 'stopped', reason, null)
  }

  async remove(tenant: number, id: string): Promise<void> {
    if (UUID.test(id)) await this.#database.run(SCHEDULE_SQL.remove, [tenant, id])
  }

  async addSecret(id: string, { sealed, key }: SealedSecret, oldEndsAt: number): Promise<void> {
    await this.#database.run(SCHEDULE_SQL.addSecret, [id, this.#newId(), sealed, oldEndsAt, key ?? null])
  }

  async secrets(id: string, now: number): Promise<SealedSecret[]> {
    const rows = await this.#database.run<SecretRow>(SCHEDULE_SQL.secrets, [id, now])
    return rows.map(secretOf)
  }

  async otherSecrets(key: string, limit: number, after?: string): Promise<KeptSecret[]> {
    const rows = await this.#database.run<SecretRow & { id: string; schedule: string }>(
      SCHEDULE_SQL.otherSecrets,
      [key, after ?? null, limit],
    )
    return rows.map(row => ({ id: row.id, schedule: row.schedule, ...secretOf(row) }))
  }

  async reseal({ id, sealed }: KeptSecret, to: SealedSecret): Promise<void> {
    await this.#database.run(SCHEDULE_SQL.reseal, [id, sealed, to.sealed, to.key ?? null])
  }

  async due(now: number, limit: number): Promise<ScheduleRecord[]> {
    const rows = await this.#database.run<ScheduleRow>(SCHEDULE_SQL.due, [now, limit])
    return rows.map(recordOf)
  }

  async claim(run: NewRun, seen: ScheduleRecord, nextAt: number): Promise<boolean> {
    const { id, dueAt, covers, missed } = run
    const rows = await this.#database.run(SCHEDULE_SQL.claim, [
      id,
      seen.id,
      seen.dueAt ?? null,
      nextAt,
      dueAt,
      covers?.from ?? null,
      covers?.to ?? null,
      missed,
      run.export,
    ])
    return rows.length > 0
  }

  async ask(tenant: number, run: NewRun): Promise<ScheduleRun> {
    const { id, schedule, dueAt, covers, missed } = run
    await this.#database.run(SCHEDULE_SQL.ask, [
      id,
      tenant,
      schedule,
      dueAt,
      covers?.from ?? null,
      covers?.to ?? null,
      missed,
      run.export,
      ASKED_RUNS_MAX,
    ])
    const made = await this.run(tenant, id)
    if (made !== undefined) return made
    throw new RecordError('LIMIT_REACHED', {
      text: `At most ${ASKED_RUNS_MAX} runs of a schedule are asked for at once.`,
    })
  }

  async take(token: string, now: number, ttlMs: number): Promise<TakenRun | undefined> {
    const [row] = await this.#database.run<
      RunRow & { epoch: number; of: Omit<ScheduleRow, 'id' | 'tenant'> }
    >(SCHEDULE_SQL.take, [token, now, ttlMs])
    if (row === undefined) return undefined
    const schedule = {
      ...recordOf({ ...row.of, id: row.schedule, tenant: row.tenant }),
      removed: row.of.state === 'removed',
    }
    return new Taken(this.#database, fromRunRow(row), schedule, row.epoch, ttlMs)
  }

  async run(tenant: number, id: string): Promise<ScheduleRun | undefined> {
    if (!UUID.test(id)) return undefined
    const [row] = await this.#database.run<RunRow>(SCHEDULE_SQL.runById, [tenant, id])
    return row === undefined ? undefined : fromRunRow(row)
  }

  async runs(tenant: number, schedule: string, limit: number): Promise<ScheduleRun[]> {
    if (!UUID.test(schedule)) return []
    const rows = await this.#database.run<RunRow>(SCHEDULE_SQL.runs, [tenant, schedule, limit])
    return rows.map(fromRunRow)
  }

  async delivered(tenant: number, exportId: string): Promise<boolean> {
    if (!UUID.test(exportId)) return false
    return (await this.#database.run(SCHEDULE_SQL.delivered, [tenant, exportId])).length > 0
  }

  async prune(now: number): Promise<void> {
    await this.#database.run(SCHEDULE_SQL.prune, [RUNS_KEPT_MAX, now])
  }

  async backlog(): Promise<{ open: number; oldestReadyAt?: number }> {
    const [row] = await this.#database.run<{ open: number; oldest: number | null }>(SCHEDULE_SQL.backlog)
    const oldest = row?.oldest ?? undefined
    return { open: row?.open ?? 0, ...(oldest === undefined ? {} : { oldestReadyAt: oldest }) }
  }

  async #one(
    statement: Statement,
    tenant: number,
    id: string,
    ...more: unknown[]
  ): Promise<ScheduleRecord | undefined> {
    if (!UUID.test(id)) return undefined
    const [row] = await this.#database.run<ScheduleRow>(statement, [tenant, id, ...more])
    return row === undefined ? undefined : recordOf(row)
  }
}

function secretOf({ sealed, key }: SecretRow): SealedSecret {
  return { sealed, ...(key === null ? {} : { key }) }
}

function recordOf({ reason, due_at, created_at, updated_at, state, ...row }: ScheduleRow): ScheduleRecord {
  return {
    ...row,
    // A removed one is seen only by who works on its last run, who is told apart from this.
    state: state === 'removed' ? 'stopped' : state,
    ...(reason === null ? {} : { reason }),
    ...(due_at === null ? {} : { dueAt: due_at }),
    createdAt: new Date(created_at).getTime(),
    updatedAt: new Date(updated_at).getTime(),
  }
}
