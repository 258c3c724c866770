/** What the record keeps of an export, and the port of its store. Files, formats and rights are decided above. */
import type { JsonObject } from '@daybook/event'

export const EXPORT_STATES = ['queued', 'running', 'ready', 'failed', 'cancelled', 'expired'] as const
export type ExportState = (typeof EXPORT_STATES)[number]

export interface ExportInput {
  id: string
  tenant: number
  /** who asked and may have it: `key:<id>`, `session`, later a person */
  subject: string
  name: string
  request: JsonObject
  /** the export holds the tenant's entries with a smaller index */
  upTo: number
  /** UUID; never shown */
  seed: string
  /** milliseconds since 1970 */
  createdAt: number
}

export interface ExportRecord extends ExportInput {
  state: ExportState
  rowsDone: number
  /** once it is known */
  rowsTotal?: number
  /** of its file, and of what is on disk while it is made */
  bytes: number
  /** how far whoever makes it is */
  work?: JsonObject
  manifest?: JsonObject
  failure?: JsonObject
  /** how often it was taken up without having been finished */
  claims: number
  finishedAt?: number
  expiresAt?: number
}

export interface ExportLimits {
  /** queued and running ones of one tenant */
  openMax: number
  /** stored bytes of one tenant from which on nothing more is taken in */
  bytesMax: number
}

/** A job that this process works on. `epoch` fences it: see `ExportStore.step`. */
export interface ClaimedExport extends ExportRecord {
  epoch: number
}

export interface ExportStore {
  /** Throws LIMIT_REACHED. The same id again changes nothing. */
  create(input: ExportInput, limits: ExportLimits): Promise<ExportRecord>
  find(tenant: number, id: string): Promise<ExportRecord | undefined>
  /** Those of one subject, newest first, from behind the export `after` on. */
  list(tenant: number, subject: string, limit: number, after?: string): Promise<ExportRecord[]>
  /** Of queued and running ones only; undefined: there is no such. */
  cancel(tenant: number, subject: string, id: string): Promise<ExportRecord | undefined>
  /** Of failed, cancelled and expired ones only, into the line again. Throws LIMIT_REACHED. */
  retry(tenant: number, subject: string, id: string, limits: ExportLimits): Promise<ExportRecord | undefined>
  /** Of those that are neither queued nor running. Whether or not it was there. */
  remove(tenant: number, subject: string, id: string): Promise<void>
  /** Bytes of all exports of a tenant. */
  storedBytes(tenant: number): Promise<number>

  /**
   * The next job for this process, or undefined. First come first served, tenants with fewer running ones first. Taken up
   * again are those whose lease has ended, and those of the same owner that are not in `busy`.
   */
  claim(
    owner: string,
    leaseMs: number,
    busy: readonly string[],
    perTenantMax: number,
  ): Promise<ClaimedExport | undefined>
  /** False: the job is another's by now, or was cancelled. */
  renew(id: string, epoch: number, leaseMs: number): Promise<boolean>
  /** Records how far the job is. False: as `renew`. */
  step(
    id: string,
    epoch: number,
    at: { rowsDone: number; rowsTotal: number; bytes: number; work: JsonObject },
  ): Promise<boolean>
  /** Into the line again, not before `waitMs` from now, with what was done so far. `counts`: as one of its claims. */
  release(id: string, epoch: number, waitMs: number, counts: boolean): Promise<void>
  finish(
    id: string,
    epoch: number,
    result: { rows: number; bytes: number; manifest: JsonObject; finishedAt: number; expiresAt: number },
  ): Promise<boolean>
  fail(id: string, epoch: number, failure: JsonObject, finishedAt: number): Promise<boolean>

  /** Ready ones whose time is over become expired. Answers their ids, at most `limit`. */
  expire(now: number, limit: number): Promise<string[]>
  /** Which of these ids may have files: queued, running and ready ones. */
  withFiles(ids: readonly string[]): Promise<string[]>
}
