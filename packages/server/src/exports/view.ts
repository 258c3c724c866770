/** What the record keeps of an export, as its owner sees it. */
import type { ExportRequest } from '@daybook/query'
import type { ExportRecord } from '@daybook/record'

import type { ExportFailure, ExportPosition, ExportView, Manifest } from './types.ts'

export function requestOf(row: ExportRecord): ExportRequest {
  return row.request as unknown as ExportRequest
}

export function manifestOf(row: ExportRecord): Manifest | undefined {
  return row.manifest as unknown as Manifest | undefined
}

/** Ready, and its time is over: its file goes with the next sweep, and counts as gone already. */
export function isOver({ state, expiresAt }: ExportRecord, now: number): boolean {
  return state === 'ready' && expiresAt !== undefined && expiresAt <= now
}

export function viewOf(row: ExportRecord, position: ExportPosition, now: number): ExportView {
  const request = requestOf(row)
  const manifest = manifestOf(row)
  const over = isOver(row, now)
  const ready = row.state === 'ready' && !over
  return {
    id: row.id,
    name: row.name,
    state: over ? 'expired' : row.state,
    report: request.report,
    format: request.format,
    request,
    progress: {
      rows: row.rowsDone,
      ...(row.rowsTotal === undefined ? {} : { total: row.rowsTotal }),
      share: ready ? 1 : shareOf(row),
    },
    bytes: row.bytes,
    ...(manifest === undefined ? {} : { sha256: manifest.file.sha256 }),
    position,
    createdAt: isoOf(row.createdAt),
    ...(row.finishedAt === undefined ? {} : { finishedAt: isoOf(row.finishedAt) }),
    ...(row.expiresAt === undefined ? {} : { expiresAt: isoOf(row.expiresAt) }),
    ...(row.failure === undefined ? {} : { failure: row.failure as unknown as ExportFailure }),
    ...(ready ? { file: `/v1/exports/${row.id}/file`, manifest: `/v1/exports/${row.id}/manifest` } : {}),
  }
}

/** Never 1 before the file is there. */
function shareOf({ rowsDone, rowsTotal }: ExportRecord): number {
  if (rowsTotal === undefined || rowsTotal === 0) return 0
  return Math.min(0.99, Math.floor((rowsDone / rowsTotal) * 1000) / 1000)
}

export function isoOf(ms: number): string {
  return new Date(ms).toISOString()
}
