/**
 * Exports as jobs: a line that survives restarts, worked on under leases.
 * Each call is one statement and so one transaction, and may be repeated; a job that was taken over, cancelled or
 * removed cannot be moved by who had it before, because its epoch has grown. Times of leases are the database's own.
 */
import type { JsonObject } from '@daybook/event'

import { type Database, sqlState, type Statement } from './database.ts'
import { RecordError } from './errors.ts'
import type {
  ClaimedExport,
  ExportInput,
  ExportLimits,
  ExportRecord,
  ExportState,
  ExportStore,
} from './export-types.ts'

const COLUMNS = `id, tenant, subject, name, request, up_to, seed, state, rows_done, rows_total, bytes, work, manifest,
  failure, claims, epoch, created_at, finished_at, expires_at`
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const LIMIT_STATE = 'DB003'
const LEASE = `clock_timestamp() + $3 * interval '1 millisecond'`
const HELD = `id = $1 AND epoch = $2 AND state = 'running'`

export const EXPORT_SQL = {
  create: {
    name: 'export_create',
    text: 'SELECT daybook.export_create($1, $2, $3, $4, $5, $6, $7, to_timestamp($8::float8 / 1000), $9, $10)',
  },
  byId: { name: 'export_by_id', text: `SELECT ${COLUMNS} FROM daybook.export WHERE tenant = $1 AND id = $2` },
  list: {
    name: 'export_list',
    text: `SELECT ${COLUMNS} FROM daybook.export AS e
            WHERE tenant = $1 AND subject = $2 AND ($4::uuid IS NULL OR (created_at, id) < (
                  SELECT created_at, id FROM daybook.export WHERE tenant = $1 AND subject = $2 AND id = $4))
            ORDER BY created_at DESC, id DESC LIMIT $3`,
  },
  cancel: {
    name: 'export_cancel',
    text: `UPDATE daybook.export
              SET state = 'cancelled', bytes = 0, work = NULL, epoch = epoch + 1, owner = NULL, lease_until = NULL,
                  finished_at = now()
            WHERE tenant = $1 AND subject = $2 AND id = $3 AND state IN ('queued', 'running')`,
  },
  retry: { name: 'export_retry', text: 'SELECT daybook.export_retry($1, $2, $3, $4, $5)' },
  remove: {
    name: 'export_remove',
    text: `DELETE FROM daybook.export
            WHERE tenant = $1 AND subject = $2 AND id = $3 AND state NOT IN ('queued', 'running')`,
  },
  storedBytes: {
    name: 'export_stored_bytes',
    text: 'SELECT coalesce(sum(bytes), 0)::bigint AS bytes FROM daybook.export WHERE tenant = $1',
  },
  claim: {
    name: 'export_claim',
    text: `UPDATE daybook.export
              SET state = 'running', epoch = epoch + 1, claims = claims + 1, owner = $1,
                  lease_until = clock_timestamp() + $2 * interval '1 millisecond'
            WHERE id = (
              SELECT c.id
                FROM daybook.export AS c
               CROSS JOIN LATERAL (
                 SELECT count(*) AS running FROM daybook.export AS r
                  WHERE r.tenant = c.tenant AND r.state = 'running' AND r.id <> c.id
               ) AS tenant
               WHERE (c.state = 'queued' AND c.not_before <= clock_timestamp() AND tenant.running < $4)
                  OR (c.state = 'running' AND c.id <> ALL ($3::uuid[])
                      AND (c.owner = $1 OR c.lease_until < clock_timestamp()))
               ORDER BY tenant.running, c.created_at, c.id
               LIMIT 1
               FOR UPDATE OF c SKIP LOCKED)
           RETURNING ${COLUMNS}`,
  },
  renew: {
    name: 'export_renew',
    text: `UPDATE daybook.export SET lease_until = ${LEASE} WHERE ${HELD} RETURNING id`,
  },
  step: {
    name: 'export_step',
    text: `UPDATE daybook.export SET rows_done = $3, rows_total = $4, bytes = $5, work = $6 WHERE ${HELD} RETURNING id`,
  },
  release: {
    name: 'export_release',
    text: `UPDATE daybook.export SET state = 'queued', owner = NULL, lease_until = NULL, not_before = ${LEASE},
                  claims = CASE WHEN $4::boolean THEN claims ELSE claims - 1 END
            WHERE ${HELD}`,
  },
  // A second time, after a lost answer, it finds its own work done.
  finish: {
    name: 'export_finish',
    text: `UPDATE daybook.export
              SET state = 'ready', rows_done = $3, rows_total = $3, bytes = $4, manifest = $5, work = NULL, owner = NULL,
                  lease_until = NULL, finished_at = to_timestamp($6::float8 / 1000), expires_at = to_timestamp($7::float8 / 1000)
            WHERE id = $1 AND epoch = $2 AND state IN ('running', 'ready') RETURNING id`,
  },
  fail: {
    name: 'export_fail',
    text: `UPDATE daybook.export
              SET state = 'failed', bytes = 0, work = NULL, failure = $3, owner = NULL, lease_until = NULL,
                  finished_at = to_timestamp($4::float8 / 1000)
            WHERE id = $1 AND epoch = $2 AND state IN ('running', 'failed') RETURNING id`,
  },
  expire: {
    name: 'export_expire',
    text: `UPDATE daybook.export SET state = 'expired', bytes = 0
            WHERE id IN (SELECT id FROM daybook.export
                          WHERE state = 'ready' AND expires_at <= to_timestamp($1::float8 / 1000)
                          ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
           RETURNING id`,
  },
  withFiles: {
    name: 'export_with_files',
    text: `SELECT id FROM daybook.export WHERE id = ANY ($1::uuid[]) AND state IN ('queued', 'running', 'ready')`,
  },
} satisfies Record<string, Statement>

interface ExportRow {
  id: string
  tenant: number
  subject: string
  name: string
  request: JsonObject
  up_to: number
  seed: string
  state: ExportState
  rows_done: number
  rows_total: number | null
  bytes: number
  work: JsonObject | null
  manifest: JsonObject | null
  failure: JsonObject | null
  claims: number
  epoch: number
  created_at: Date
  finished_at: Date | null
  expires_at: Date | null
}

export class Exports implements ExportStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async create(input: ExportInput, limits: ExportLimits): Promise<ExportRecord> {
    const { id, tenant, subject, name, request, upTo, seed, createdAt } = input
    const { openMax, bytesMax } = limits
    const json = JSON.stringify(request)
    const values = [id, tenant, subject, name, json, upTo, seed, createdAt, openMax, bytesMax]
    await this.#within(limits, () => this.#database.run(EXPORT_SQL.create, values))
    const made = await this.find(tenant, id)
    if (made === undefined) throw new RecordError('CORRUPT', { text: '(an export is gone)' })
    return made
  }

  async find(tenant: number, id: string): Promise<ExportRecord | undefined> {
    if (!UUID.test(id)) return undefined
    const [row] = await this.#database.run<ExportRow>(EXPORT_SQL.byId, [tenant, id])
    return row === undefined ? undefined : recordOf(row)
  }

  async list(tenant: number, subject: string, limit: number, after?: string): Promise<ExportRecord[]> {
    if (after !== undefined && !UUID.test(after)) return []
    const rows = await this.#database.run<ExportRow>(EXPORT_SQL.list, [tenant, subject, limit, after ?? null])
    return rows.map(recordOf)
  }

  async cancel(tenant: number, subject: string, id: string): Promise<ExportRecord | undefined> {
    if (!UUID.test(id)) return undefined
    await this.#database.run(EXPORT_SQL.cancel, [tenant, subject, id])
    // Asked for and not answered by the update: after a lost answer it is cancelled already.
    const now = await this.find(tenant, id)
    return now?.subject === subject && now.state === 'cancelled' ? now : undefined
  }

  async retry(
    tenant: number,
    subject: string,
    id: string,
    limits: ExportLimits,
  ): Promise<ExportRecord | undefined> {
    if (!UUID.test(id)) return undefined
    const values = [tenant, subject, id, limits.openMax, limits.bytesMax]
    await this.#within(limits, () => this.#database.run(EXPORT_SQL.retry, values))
    const now = await this.find(tenant, id)
    return now?.subject === subject && (now.state === 'queued' || now.state === 'running') ? now : undefined
  }

  async remove(tenant: number, subject: string, id: string): Promise<void> {
    if (UUID.test(id)) await this.#database.run(EXPORT_SQL.remove, [tenant, subject, id])
  }

  async storedBytes(tenant: number): Promise<number> {
    const [row] = await this.#database.run<{ bytes: number }>(EXPORT_SQL.storedBytes, [tenant])
    return row?.bytes ?? 0
  }

  async claim(
    owner: string,
    leaseMs: number,
    busy: readonly string[],
    perTenantMax: number,
  ): Promise<ClaimedExport | undefined> {
    const values = [owner, leaseMs, busy, perTenantMax]
    const [row] = await this.#database.run<ExportRow>(EXPORT_SQL.claim, values)
    return row === undefined ? undefined : { ...recordOf(row), epoch: row.epoch }
  }

  async renew(id: string, epoch: number, leaseMs: number): Promise<boolean> {
    return (await this.#database.run(EXPORT_SQL.renew, [id, epoch, leaseMs])).length > 0
  }

  async step(
    id: string,
    epoch: number,
    at: { rowsDone: number; rowsTotal: number; bytes: number; work: JsonObject },
  ): Promise<boolean> {
    const values = [id, epoch, at.rowsDone, at.rowsTotal, at.bytes, JSON.stringify(at.work)]
    return (await this.#database.run(EXPORT_SQL.step, values)).length > 0
  }

  async release(id: string, epoch: number, waitMs: number, counts: boolean): Promise<void> {
    await this.#database.run(EXPORT_SQL.release, [id, epoch, waitMs, counts])
  }

  async finish(
    id: string,
    epoch: number,
    result: { rows: number; bytes: number; manifest: JsonObject; finishedAt: number; expiresAt: number },
  ): Promise<boolean> {
    const { rows, bytes, manifest, finishedAt, expiresAt } = result
    const values = [id, epoch, rows, bytes, JSON.stringify(manifest), finishedAt, expiresAt]
    return (await this.#database.run(EXPORT_SQL.finish, values)).length > 0
  }

  async fail(id: string, epoch: number, failure: JsonObject, finishedAt: number): Promise<boolean> {
    const values = [id, epoch, JSON.stringify(failure), finishedAt]
    return (await this.#database.run(EXPORT_SQL.fail, values)).length > 0
  }

  async expire(now: number, limit: number): Promise<string[]> {
    const rows = await this.#database.run<{ id: string }>(EXPORT_SQL.expire, [now, limit])
    return rows.map(({ id }) => id)
  }

  async withFiles(ids: readonly string[]): Promise<string[]> {
    const known = ids.filter(id => UUID.test(id))
    const rows = await this.#database.run<{ id: string }>(EXPORT_SQL.withFiles, [known])
    return rows.map(({ id }) => id)
  }

  async #within(limits: ExportLimits, call: () => Promise<unknown>): Promise<void> {
    try {
      await call()
    } catch (error) {
      if (!(error instanceof RecordError) || sqlState(error.cause) !== LIMIT_STATE) throw error
      const bytes = (error.cause as { detail?: string }).detail === 'bytes'
      const text = bytes
        ? `Exports of this tenant take ${limits.bytesMax} bytes or more. Remove some first.`
        : `At most ${limits.openMax} exports of a tenant wait or run.`
      throw new RecordError('LIMIT_REACHED', { text, cause: error })
    }
  }
}

function recordOf(row: ExportRow): ExportRecord {
  return {
    id: row.id,
    tenant: row.tenant,
    subject: row.subject,
    name: row.name,
    request: row.request,
    upTo: row.up_to,
    seed: row.seed,
    state: row.state,
    rowsDone: row.rows_done,
    ...(row.rows_total === null ? {} : { rowsTotal: row.rows_total }),
    bytes: row.bytes,
    ...(row.work === null ? {} : { work: row.work }),
    ...(row.manifest === null ? {} : { manifest: row.manifest }),
    ...(row.failure === null ? {} : { failure: row.failure }),
    claims: row.claims,
    createdAt: row.created_at.getTime(),
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at.getTime() }),
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at.getTime() }),
  }
}
