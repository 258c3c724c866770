/**
 * Exports as the rest of the server sees them: what is asked, what is answered, and the port behind which jobs run.
 * Everything is of one tenant and one subject, but for files that a schedule has sent, which readers of the tenant may look
 * at and fetch; who has no right to an export is told that it is not there.
 */
import type { ExportFormat, ExportRequest } from '@daybook/query'
import type { ExportState } from '@daybook/record'

import type { Identity } from '../http/context.ts'

/** Why there is no file. `again`: trying again may help. */
export interface ExportFailure {
  code: ExportErrorCode
  detail: string
  again: boolean
}

/** Why an export failed: a closed list, told in the member `failure`. */
export const EXPORT_ERRORS = {
  EXPORT_TOO_EXPENSIVE: 'The question took more time or memory than one question may',
  EXPORT_NOT_ALLOWED: 'Whoever asked may not read any more',
  EXPORT_STORAGE_FULL: 'The exports of this tenant take as many bytes as they may',
  EXPORT_DISK_FULL: 'The disk for exports is full',
  EXPORT_INDEX_UNAVAILABLE: 'The report index did not answer, also not later',
  EXPORT_GAVE_UP: 'It was taken up again and again and never finished',
  EXPORT_CHANGED: 'Entries were taken out of the index while the file was made',
  EXPORT_FAULT: 'Something failed on our side',
} as const
export type ExportErrorCode = keyof typeof EXPORT_ERRORS

/** The subject of an identity in its tenant: all that an export is bound to. */
export type ExportOwner = Pick<Identity, 'tenant' | 'subject'>

/** Up to which entry an export sees; nulls when the tenant had none. */
export interface ExportPosition {
  index: number | null
  recordedAt: string | null
}

export interface ManifestColumn {
  id: string
  label: string
  kind: 'time' | 'number' | 'text'
}

/** What a file is, in words that a later reader can check. */
export interface Manifest {
  version: 1
  export: string
  name: string
  tenant: string
  file: { name: string; format: ExportFormat; mediaType: string; bytes: number; sha256: string }
  rows: number
  report: { id: string; title: string; base: string; layout: boolean; grain: 'event' | 'change' }
  columns: ManifestColumn[]
  /** as sent, and said in English */
  query: { request: ExportRequest; words: string }
  order: string
  zone: string
  csv?: { separator: string; bom: boolean; guardFormulas: boolean; guarded: 'apostrophe' | 'nothing' }
  /** Cells of Excel that were longer than it takes; they end in a visible mark. */
  cutCells?: number
  /** sheets of an Excel file that hold rows */
  sheets?: number
  by: { subject: string }
  createdAt: string
  finishedAt: string
  expiresAt: string
  position: ExportPosition & {
    /** a signed tree head that covers the position; comes with the proofs */
    checkpoint?: string
  }
  completeness: { complete: boolean; statement: string }
  /** Whether values of sensitive attributes were hidden from whoever asked. */
  masked: boolean
  /** digest of the list of hidden attributes */
  hidden?: string
}

/** One export as its owner sees it. Times are RFC 3339 in UTC. */
export interface ExportView {
  id: string
  name: string
  state: ExportState
  report: string
  format: ExportFormat
  request: ExportRequest
  /** `share` is 0 to 1; `total` is there once it is known. */
  progress: { rows: number; total?: number; share: number }
  bytes: number
  sha256?: string
  position: ExportPosition
  createdAt: string
  finishedAt?: string
  expiresAt?: string
  failure?: ExportFailure
  /** Of one that is asked for by its id: whether whoever asks has made it. Another's was sent by a schedule. */
  mine?: boolean
  /** of a ready one: where the file and its manifest are */
  file?: string
  manifest?: string
}

export interface ExportFile {
  path: string
  name: string
  mediaType: string
  bytes: number
  sha256: string
}

/** What this server sets to exports, for whoever offers them. */
export interface ExportAllowance {
  openMax: number
  bytesMax: number
  bytesUsed: number
  /** days for which a ready file is kept */
  days: number
}

/** Refusals are ServerErrors: NOT_FOUND, INVALID_BODY, INVALID_PARAMETER, LIMIT_REACHED, EXPORT_NOT_READY, EXPORT_GONE. */
export interface Exports {
  /** Resolves when the job is on disk and the request is an entry of the tenant. The same id again is the same export. */
  create(owner: ExportOwner, request: ExportRequest, name?: string, id?: string): Promise<ExportView>
  /** Checks a request as `create` would, and makes nothing. For schedules. */
  check(owner: ExportOwner, request: ExportRequest): void
  find(owner: ExportOwner, id: string): Promise<ExportView>
  list(owner: ExportOwner, limit: number, after?: string): Promise<ExportView[]>
  allowance(owner: ExportOwner): Promise<ExportAllowance>
  /** Stops a queued or running one, else removes it with its file. */
  remove(owner: ExportOwner, id: string): Promise<void>
  /** A failed, cancelled or expired one again, up to the same position. */
  retry(owner: ExportOwner, id: string): Promise<ExportView>
  manifest(owner: ExportOwner, id: string): Promise<Manifest>
  /** The file of a ready one. Resolves after the download is an entry of the tenant. */
  download(owner: ExportOwner, id: string): Promise<ExportFile>
  /** What a download would give, for whoever only asks about it: nothing of it leaves, so nothing is told. */
  peek(owner: ExportOwner, id: string): Promise<ExportFile>
  /**
   * Resolves when it is ready, failed, cancelled, expired or removed (undefined), whichever process makes it.
   * Rejects when the signal is aborted.
   */
  settled(owner: ExportOwner, id: string, signal: AbortSignal): Promise<ExportView | undefined>
  /** Gives running jobs back and waits until nothing of them runs. */
  close(): Promise<void>
}
