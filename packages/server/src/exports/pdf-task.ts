/** Gathers what a PDF summary shows: numbers, bars, the most frequent values, the first rows; all up to the export's position. */
import { type Cell, cellsOf, type ExportColumn, FileClock, layoutCellsOf, reports } from '@daybook/query'
import type { ReportIndex, SummaryAnswer } from '@daybook/report'

import type { Sight } from '../masking.ts'
import type { CoverLine, PdfTask } from './assemble/task.ts'
import type { ExportQuestion } from './question.ts'
import { spansOf } from './zone-spans.ts'

/** First rows that are shown. */
export const PDF_ROWS = 60
/** Columns that fit beside each other and can still be read. */
const PDF_COLUMNS_MAX = 8
const GROUP_VALUES = 8
const GROUPS = {
  application: 'Applications',
  entity: 'Entities',
  activity: 'Activities',
  actor: 'Actors',
  category: 'Categories',
} as const

export async function pdfTask(
  index: Pick<ReportIndex, 'summary' | 'rows'>,
  question: ExportQuestion,
  sight: Sight | undefined,
  { tenant, ...paper }: Pick<PdfTask, 'lines' | 'out' | 'createdAt'> & { tenant: string },
): Promise<{ task: PdfTask; rows: { all: number; inFile: number } }> {
  const { sort, order, title } = question
  const hidden = sight?.hidden
  const summary = { ...question.summary, ...(hidden === undefined ? {} : { hidden }) }
  const [answer, page] = await Promise.all([
    index.summary(summary),
    index.rows({ ...summary, sort, order, limit: PDF_ROWS }),
  ])
  const columns = columnsThatFit(question)
  const rows = page.rows.map(row =>
    cellsFor(question, columns, sight === undefined ? row : sight.row(row), tenant),
  )
  const from = answer.histogram.buckets[0]?.at
  const to = answer.histogram.buckets.at(-1)?.at
  const clock = spansOf(question.zone, {
    ...(from === undefined ? {} : { first: from }),
    ...(to === undefined ? {} : { last: to }),
  })
  const all = answer.total
  const task: PdfTask = {
    kind: 'pdf',
    ...paper,
    title,
    numbers: numbersOf(question, answer),
    histogram: barsOf(answer, new FileClock(clock)),
    groups: groupsOf(answer),
    columns,
    rows,
    clock,
    note:
      rows.length < all
        ? `The first ${rows.length} of ${all} rows. CSV, Excel, NDJSON and Parquet have all of them.`
        : '',
  }
  return { task, rows: { all, inFile: rows.length } }
}

function columnsThatFit({ columns, layout, base }: ExportQuestion): ExportColumn[] {
  if (layout !== undefined || columns.length <= PDF_COLUMNS_MAX) return columns.slice(0, PDF_COLUMNS_MAX)
  const visible = new Set(reports[base].columns.filter(column => column.visible).map(({ id }) => id))
  return columns.filter(({ id }) => visible.has(id)).slice(0, PDF_COLUMNS_MAX)
}

function cellsFor(
  question: ExportQuestion,
  columns: readonly ExportColumn[],
  row: Parameters<typeof cellsOf>[1],
  tenant: string,
): Cell[] {
  const { layout } = question
  return layout === undefined ? cellsOf(columns, row) : layoutCellsOf(layout, columns, row, tenant)
}

function numbersOf({ base }: ExportQuestion, { total, failed, actors }: SummaryAnswer): CoverLine[] {
  const count = (value: number) => value.toLocaleString('en-US')
  return [
    { label: base === 'changes' ? 'Changes' : 'Entries', value: count(total) },
    { label: 'Failed', value: count(failed) },
    { label: 'Actors', value: count(actors) },
  ]
}

function barsOf({ histogram }: SummaryAnswer, clock: FileClock): PdfTask['histogram'] {
  return histogram.buckets.map(({ at, count, failed }) => ({
    label: clock.text(at).slice(0, 16).replace('T', ' '),
    count,
    failed,
  }))
}

function groupsOf({ facets }: SummaryAnswer): PdfTask['groups'] {
  return Object.entries(GROUPS).flatMap(([field, title]) => {
    const values = facets[field as keyof typeof GROUPS].slice(0, GROUP_VALUES)
    if (values.length === 0) return []
    return [{ title, values: values.map(({ value, label, count }) => ({ label: label ?? value, count })) }]
  })
}
