/** Exports as the API has them: jobs in the background that end in a file. An export is its maker's, or was sent by a schedule. */
import type { ExportFormat, ExportRequest } from '@daybook/query'

import { complete, type Get, type Send } from './answer.ts'

export type ExportState = 'queued' | 'running' | 'ready' | 'failed' | 'cancelled' | 'expired'

export interface ExportJob {
  id: string
  name: string
  state: ExportState
  report: string
  format: ExportFormat
  request: ExportRequest
  /** `share` from 0 to 1; `total` once it is known. */
  progress: { rows: number; total?: number; share: number }
  /** Of the file, and of what is on disk while it is made. */
  bytes: number
  sha256?: string
  /** The last entry that the export sees; nulls when there was none. */
  position: { index: number | null; recordedAt: string | null }
  createdAt: string
  finishedAt?: string
  expiresAt?: string
  failure?: { code: string; detail: string; again: boolean }
  /** False: another's, which a schedule has sent. */
  mine?: boolean
  /** Of a ready one: where its file is. */
  file?: string
}

export interface Exports {
  exports: ExportJob[]
  allowance: { openMax: number; bytesMax: number; bytesUsed: number; days: number }
}

export interface ExportCalls {
  exports(signal?: AbortSignal): Promise<Exports>
  export(id: string, signal?: AbortSignal): Promise<ExportJob>
  createExport(request: ExportRequest, name: string): Promise<ExportJob>
  retryExport(id: string): Promise<ExportJob>
  /** One that waits or runs is cancelled and stays in the list; any other goes with its file. */
  removeExport(id: string): Promise<void>
}

/** As many as one page of the list shows. */
const LISTED_MAX = 200

export function exportCalls(get: Get, send: Send): ExportCalls {
  const pathOf = (id: string) => `/v1/exports/${encodeURIComponent(id)}`
  const one = (answer: Record<string, unknown>) =>
    complete<ExportJob>(answer, job => typeof job.id === 'string' && typeof job.state === 'string')
  return {
    async exports(signal) {
      const answer = await get(`/v1/exports?limit=${LISTED_MAX}`, signal)
      return complete<Exports>(answer, some => Array.isArray(some.exports))
    },
    export: async (id, signal) => one(await get(pathOf(id), signal)),
    createExport: async (request, name) => one(await send('POST', '/v1/exports', { ...request, name })),
    retryExport: async id => one(await send('POST', `${pathOf(id)}/retry`)),
    async removeExport(id) {
      await send('DELETE', pathOf(id))
    },
  }
}
