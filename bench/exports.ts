/**
 * Exports: the road from the index to a synced and hashed file, beside the engine writing the same columns to a file.
 * Everything of a job but the record's few statements; one process, on generated events, one format after the other.
 */
import { once } from 'node:events'
import {
  createWriteStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { finished } from 'node:stream/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type ExportColumn, exportColumns, NO_FILTER } from '@daybook/query'
import type { ExportRowsRequest } from '@daybook/report'

import { generate } from '../packages/report/bench/generate.ts'
import { openChdb } from '../packages/report/src/chdb-driver.ts'
import { indexOver } from '../packages/report/src/report-index.ts'
import { EXPORT_DEFAULTS } from '../packages/server/src/exports/settings.ts'
import { assembleInThread } from '../packages/server/src/exports/assemble/thread.ts'
import type { TableTask } from '../packages/server/src/exports/assemble/task.ts'
import { writeParquet } from '../packages/server/src/exports/parquet.ts'
import { RowsWriter } from '../packages/server/src/exports/rows-writer.ts'

/** Twelve columns, names beside ids. */
const COLUMNS = exportColumns('activity', [
  'occurredAt',
  'actor',
  'activity',
  'entity',
  'instance',
  'application',
  'outcome',
  'category',
  'id',
  'index',
])
const BARE =
  'occurred_at, actor_name, actor_id, activity, entity_type, entity_name, entity_id, application, outcome, category, id, `index`'
const MIB = 2 ** 20
const CSV = { separator: ',', bom: true, guardFormulas: true }
const CLOCK = [{ start: 0, minutes: 0 }]
const ROUNDS = 5
const SAMPLE_MS = 50

interface Figure {
  what: string
  seconds: number
  bytes: number
  grewMiB: number
}

/** @param beside further lines of the section */
export async function benchExports(
  rows: number,
  excelRows: number,
  output: string,
  beside: readonly string[],
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'daybook-bench-exports-'))
  const place = { database: 'daybook', cluster: undefined }
  const driver = openChdb(join(directory, 'index'))
  const index = await indexOver(driver, place)
  await generate(driver, 'daybook.entry', excelRows)
  const file = join(directory, 'file')
  const request = (upTo: number): ExportRowsRequest => ({
    tenant: 1,
    report: 'activity',
    filter: NO_FILTER,
    upTo,
    order: 'newest',
    sort: [],
  })
  const signal = new AbortController().signal

  const read = async (upTo: number, kind: 'csv' | 'cells') => {
    rmSync(file, { force: true })
    const plan = await index.exportPlan(request(upTo), EXPORT_DEFAULTS.partRows)
    const deps = { index, epoch: 1, pathOf: () => file, basis: '', exclusive: true, work: undefined, signal }
    const record = async () => Promise.resolve()
    const writer = new RowsWriter({
      ...deps,
      written: () => {},
      bytesLeft: async () => Promise.resolve(Infinity),
      record,
    })
    const shape =
      kind === 'csv' ? { kind, columns: COLUMNS, ...CSV, clock: CLOCK } : { kind, columns: COLUMNS }
    const written = await writer.write(request(upTo), plan, shape, CSV)
    if (kind === 'csv') await index.exportPlan(request(upTo), Infinity)
    return written
  }
  const excel = async (upTo: number) => {
    await read(upTo, 'cells')
    const source = { path: file, source: 'cells', base: 'activity', hidden: [], tenant: 'bench' } as const
    const task: TableTask = {
      kind: 'xlsx',
      rows: source,
      out: `${file}.xlsx`,
      columns: COLUMNS,
      clock: CLOCK,
      csv: CSV,
      cover: [],
    }
    return assembleInThread(task, signal, () => {})
  }
  const parquet = async () => {
    await index.exportPlan(request(rows), Infinity)
    const bytes = index.exportParquet(request(rows), COLUMNS)
    const written = await writeParquet(bytes, file, `${file}.parquet`, Infinity, signal)
    await index.exportPlan(request(rows), Infinity)
    return written
  }
  const bare = async (format: 'CSV' | 'Parquet') => {
    const out = createWriteStream(file)
    const sql = `SELECT ${BARE} FROM daybook.entry WHERE tenant = 1 AND \`index\` < ${rows} ORDER BY tenant DESC, occurred_at DESC, \`index\` DESC`
    for await (const chunk of driver.stream(sql, {}, format)) if (!out.write(chunk)) await once(out, 'drain')
    out.end()
    await finished(out)
    return { bytes: statSync(file).size }
  }

  await bare('CSV')
  const figures = [
    ...(await inTurns({
      'CSV, the bare engine': async () => bare('CSV'),
      CSV: async () => read(rows, 'csv'),
      'Parquet, the bare engine': async () => bare('Parquet'),
      Parquet: parquet,
    })),
    ...(await inTurns({ Excel: async () => excel(rows) })),
  ]
  const big = await measure(`Excel, ${excelRows.toLocaleString('en-US')} rows`, async () => excel(excelRows))
  await index.close()
  rmSync(directory, { recursive: true, force: true })
  const section = [render(rows, COLUMNS, [...figures, big]), ...beside].join('\n')
  writeFileSync(output, withSection(existsSync(output) ? readFileSync(output, 'utf8') : '', section))
  console.log(section)
}

/** Each in each round; of every one the median, and the most that memory grew by. */
async function inTurns(works: Record<string, () => Promise<{ bytes: number }>>): Promise<Figure[]> {
  const measured: Figure[] = []
  for (let round = 0; round < ROUNDS; round++)
    for (const [what, work] of Object.entries(works)) measured.push({ ...(await measure(what, work)), what })
  return Object.keys(works).map(what => {
    const figures = measured.filter(figure => figure.what === what)
    const seconds = figures.map(figure => figure.seconds).sort((a, b) => a - b)[ROUNDS >> 1] ?? NaN
    const grewMiB = Math.max(...figures.map(figure => figure.grewMiB))
    return { what, seconds, bytes: figures[0]?.bytes ?? 0, grewMiB }
  })
}

async function measure(
  what: string,
  work: () => Promise<{ bytes: number; sheets?: number }>,
): Promise<Figure> {
  const before = process.memoryUsage.rss()
  let peak = before
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), SAMPLE_MS)
  const started = performance.now()
  const { bytes, sheets } = await work()
  const seconds = (performance.now() - started) / 1000
  console.error(`${what}: ${seconds.toFixed(2)} s`)
  clearInterval(timer)
  const grewMiB = (Math.max(peak, process.memoryUsage.rss()) - before) / MIB
  return {
    what: sheets === undefined ? what : `${what}, on ${sheets} ${sheets === 1 ? 'sheet' : 'sheets'}`,
    seconds,
    bytes,
    grewMiB,
  }
}

function render(rows: number, columns: readonly ExportColumn[], figures: readonly Figure[]): string {
  const bareOf = ({ what }: Figure) => figures.find(other => other.what === `${what}, the bare engine`)
  const lines = figures.map(figure => {
    const bare = bareOf(figure)
    const times = bare === undefined ? '–' : `${(figure.seconds / bare.seconds).toFixed(2)} ×`
    return `| ${figure.what} | ${figure.seconds.toFixed(2)} | ${(figure.bytes / MIB).toFixed(0)} | ${times} | ${figure.grewMiB.toFixed(0)} |`
  })
  return [
    '## Exports',
    '',
    `\`npm run bench -- --exports\` on ${new Date().toISOString().slice(0, 10)}: ${rows.toLocaleString('en-US')} rows of ${columns.length} columns, newest first, to a synced file with its SHA-256; the bare engine writes the same columns to a file, without texts made safe, without sync and hash. In turns, the median of ${ROUNDS} rounds; memory is the growth of the whole process, engine included.`,
    '',
    '| What | Seconds | MiB | Against bare | Memory grew by, MiB |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...lines,
    '',
  ].join('\n')
}

/** The page with this section at its end, in place of an older one. */
export function withSection(page: string, section: string): string {
  return `${page.split('\n## Exports\n')[0]?.trimEnd() ?? ''}\n\n${section}`
}
