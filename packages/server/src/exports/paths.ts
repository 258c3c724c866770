/**
 * Where the files of exports are, and under which names they are kept and sent.
 * A directory per export, named by its id and by nothing that anybody sent; so a file belongs to exactly one row of the record.
 */
import { join } from 'node:path'

import type { ExportFormat } from '@daybook/query'

export const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ndjson: 'application/x-ndjson; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
  pdf: 'application/pdf',
}

const NAME_LENGTH_MAX = 120

export interface ExportPaths {
  directory: string
  /** the file itself, complete once the export is ready */
  file: string
  /**
   * The file while it is put together, and rows on their way into it: of one holder of the job each, so that one who
   * was taken over and does not know yet writes into nobody's file but its own.
   */
  unfinished(epoch: number): string
  rows(epoch: number): string
}

export function pathsOf(root: string, id: string, format: ExportFormat): ExportPaths {
  const directory = join(root, id)
  return {
    directory,
    file: join(directory, `export.${format}`),
    unfinished: epoch => join(directory, `unfinished-${epoch}.${format}`),
    rows: epoch => join(directory, `rows-${epoch}`),
  }
}

/** The name that a browser saves it under: what people called it, without what file systems refuse. */
export function fileNameOf(name: string, format: ExportFormat): string {
  // oxlint-disable-next-line no-control-regex -- exactly what file names must not hold
  const plain = name.replaceAll(/[\u0000-\u001f\u007f<>:"/\\|?*\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, ' ')
  const short = plain
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, NAME_LENGTH_MAX)
    .replace(/^\.+|[. ]+$/g, '')
  return `${short.toWellFormed() || 'export'}.${format}`
}
