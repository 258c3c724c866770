/** Says what a file is: the manifest, and the lines that the cover of a workbook and a PDF begin with. */
import { reports } from '@daybook/query'
import type { ExportRecord } from '@daybook/record'

import type { Assembled, CoverLine } from './assemble/task.ts'
import { fileNameOf, MEDIA_TYPES } from './paths.ts'
import type { ExportQuestion } from './question.ts'
import type { ExportPosition, Manifest } from './types.ts'
import { isoOf, requestOf } from './view.ts'

export interface Finished {
  row: ExportRecord
  question: ExportQuestion
  position: ExportPosition
  tenantName: string
  /** rows that answer the question, and how many of them are in the file */
  rows: { all: number; inFile: number }
  /** '' when nothing was hidden */
  hiddenDigest: string
  assembled: Assembled
  finishedAt: number
  expiresAt: number
}

export function manifestFor(of: Finished): Manifest {
  const { row, question, position, rows, assembled } = of
  const request = requestOf(row)
  const { bytes, sha256, sheets, cutCells } = assembled
  const { format } = request
  return {
    version: 1,
    export: row.id,
    name: row.name,
    tenant: of.tenantName,
    file: { name: fileNameOf(row.name, format), format, mediaType: MEDIA_TYPES[format], bytes, sha256 },
    rows: rows.inFile,
    report: {
      id: request.report,
      title: question.title,
      base: question.base,
      layout: question.layout !== undefined,
      grain: reports[question.base].grain,
    },
    columns: format === 'ndjson' ? [] : question.columns.map(({ id, label, kind }) => ({ id, label, kind })),
    query: { request, words: question.words },
    order: orderOf(question),
    zone: question.zone,
    ...(format === 'csv'
      ? { csv: { ...question.csv, guarded: question.csv.guardFormulas ? 'apostrophe' : 'nothing' } }
      : {}),
    ...(cutCells === undefined ? {} : { cutCells }),
    ...(sheets === undefined ? {} : { sheets }),
    by: { subject: row.subject },
    createdAt: isoOf(row.createdAt),
    finishedAt: isoOf(of.finishedAt),
    expiresAt: isoOf(of.expiresAt),
    position,
    completeness: completenessOf(of),
    masked: of.hiddenDigest !== '',
    ...(of.hiddenDigest === '' ? {} : { hidden: of.hiddenDigest }),
  }
}

/** What is known before the file is made, in words for people. */
export function coverLines(
  row: ExportRecord,
  question: ExportQuestion,
  position: ExportPosition,
  tenantName: string,
): CoverLine[] {
  const { q, filter } = requestOf(row)
  const asked = [
    ...(q === undefined ? [] : [q]),
    ...Object.entries(filter ?? {}).map(([name, values]) => `${name}: ${values.join(', ')}`),
  ]
  return [
    { label: 'Name', value: row.name },
    { label: 'Report', value: question.title },
    { label: 'Customer', value: tenantName },
    { label: 'What was asked', value: question.words },
    ...(asked.length === 0 ? [] : [{ label: 'As a query', value: asked.join('; ') }]),
    { label: 'Order', value: orderOf(question) },
    { label: 'Time zone', value: question.zone },
    { label: 'As of', value: positionWords(position) },
    { label: 'Asked by', value: row.subject },
    { label: 'Asked at', value: isoOf(row.createdAt) },
    { label: 'Export', value: row.id },
  ]
}

export function positionWords({ index, recordedAt }: ExportPosition): string {
  if (index === null) return 'no entry: the record was empty'
  return `entry #${index}${recordedAt === null ? '' : `, recorded at ${recordedAt}`}`
}

function orderOf({ sort, order }: ExportQuestion): string {
  const keys = sort.map(({ column, descending }) => `${column} ${descending ? 'falling' : 'rising'}`)
  return [...keys, `${order} first`].join(', then ')
}

function completenessOf({ rows, position, question, assembled, row }: Finished): Manifest['completeness'] {
  const what = question.base === 'changes' ? 'changes of entries' : 'entries'
  const until = position.index === null ? 'of an empty record' : `up to entry #${position.index}`
  const { format } = requestOf(row)
  if (rows.inFile < rows.all)
    return {
      complete: false,
      statement: `A summary of ${rows.all} ${what} ${until} that answer the question; the first ${rows.inFile} rows are shown. Another format has all of them.`,
    }
  const cut = assembled.cutCells ?? 0
  if (cut > 0)
    return {
      complete: false,
      statement: `All ${rows.all} ${what} ${until} that answer the question, no row left out; ${cut} cells are longer than ${format === 'xlsx' ? 'Excel takes' : 'the format takes'} and were cut.`,
    }
  return {
    complete: true,
    statement: `All ${rows.all} ${what} ${until} that answer the question; no row left out.`,
  }
}
