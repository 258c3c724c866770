/** Exports as the HTTP API has them. */

export type ExportFormat = 'csv' | 'xlsx' | 'ndjson' | 'parquet' | 'pdf'

export interface ExportRequest {
  /** Id of a report or of a vendor's layout. */
  report: string
  format: ExportFormat
  name?: string
  /** RFC 3339 or a date, inclusive. */
  from?: string
  /** Exclusive. */
  to?: string
  q?: string
  /** Plain filters by parameter name: `application`, `-category`, `search` … */
  filter?: Record<string, string[]>
  /** Ids of columns, of a layout its labels; all when absent. */
  columns?: string[]
  sort?: string
  order?: 'newest' | 'oldest'
  zone?: string
  csv?: { separator?: ',' | ';' | '\t' | '|'; bom?: boolean; guardFormulas?: boolean }
}

export interface Export {
  id: string
  name: string
  state: 'queued' | 'running' | 'ready' | 'failed' | 'cancelled' | 'expired'
  report: string
  format: ExportFormat
  progress: { rows: number; total?: number; /** 0 to 1 */ share: number }
  bytes: number
  sha256?: string
  /** The last entry that it sees; nulls when there was none. */
  position: { index: number | null; recordedAt: string | null }
  createdAt: string
  finishedAt?: string
  expiresAt?: string
  failure?: { code: string; detail: string; /** Trying again may help. */ again: boolean }
}

/** What the file is; see the API's description for all of its members. */
export interface ExportManifest {
  rows: number
  file: { name: string; format: ExportFormat; mediaType: string; bytes: number; sha256: string }
  columns: { id: string; label: string; kind: string }[]
  query: { request: ExportRequest; words: string }
  position: Export['position']
  completeness: { complete: boolean; statement: string }
  masked: boolean
  [member: string]: unknown
}
