/**
 * Times every question over generated events: `node packages/report/bench/questions.ts [rows] [directory]`.
 * A directory that already holds rows is measured as it is.
 */

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { NO_FILTER, type Filter } from '@daybook/query'

import { openChdb } from '../src/chdb-driver.ts'
import { indexOver } from '../src/report-index.ts'
import { entryTable } from '../src/schema.ts'
import { generate } from './generate.ts'

const ROUNDS = 7
const rows = Number(process.argv[2] ?? 2_000_000)
const directory = process.argv[3] ?? mkdtempSync(join(tmpdir(), 'daybook-questions-'))
const place = { database: 'daybook', cluster: undefined }

const driver = openChdb(directory)
const index = await indexOver(driver, place)
if ((await index.size()).rows === 0) {
  const started = performance.now()
  await generate(driver, entryTable(place), rows)
  console.log(`generated ${rows} events in ${seconds(started)} s`)
}
const size = await index.size()
console.log(`${size.rows} rows, ${(size.bytes / size.rows).toFixed(1)} bytes an event, in ${directory}`)

const one = (field: Filter['terms'][number]['field'], ...values: string[]): Filter => ({
  terms: [{ field, values }],
  text: [],
})
const words = (...text: string[]): Filter => ({ terms: [], text })
const DAY = 86_400_000
const to = Date.UTC(2025, 11, 1)
const ask = (filter: Filter, more: object = {}) => ({
  tenant: 1,
  report: 'activity' as const,
  filter,
  limit: 100,
  ...more,
})

await time('page, newest', () => index.rows(ask(NO_FILTER)))
const first = await index.rows(ask(NO_FILTER, { to }))
await time('page, by cursor in the middle', () => index.rows(ask(NO_FILTER, { cursor: first.nextCursor })))
await time('page, one application', () => index.rows(ask(one('application', 'WFM'))))
await time('page, one actor of few events', () => index.rows(ask(one('actor', 'u-1999'))))
await time('page, no such actor', () => index.rows(ask(one('actor', 'nobody'))))
await time('page, one word', () => index.rows(ask(words('dalloway'))))
await time('page, two words, rare', () => index.rows(ask(words('walsh', '1999'))))
await time('page, no such word', () => index.rows(ask(words('nosuchword'))))
await time('page, entity id as a word', () => index.rows(ask(words('4711'))))
await time('page of 1000', () => index.rows(ask(NO_FILTER, { limit: 1000 })))
await time('changes, newest', () => index.rows(ask(NO_FILTER, { report: 'changes' })))
await time('changes, failed only', () => index.rows(ask(one('outcome', 'FAILURE'), { report: 'changes' })))
await time('summary, all', () => index.summary(ask(NO_FILTER)))
await time('summary, one application', () => index.summary(ask(one('application', 'WFM'))))
await time('summary, three fields', () =>
  index.summary(
    ask({
      terms: [
        ...one('application', 'WFM').terms,
        ...one('outcome', 'FAILURE').terms,
        ...one('entity', 'User').terms,
      ],
      text: [],
    }),
  ),
)
await time('summary, one actor', () => index.summary(ask(one('actor', 'u-7'))))
await time('summary, 30 days', () => index.summary(ask(NO_FILTER, { from: to - 30 * DAY, to })))
await time('summary, one word', () => index.summary(ask(words('dalloway'))))
await time('summary of changes', () => index.summary(ask(NO_FILTER, { report: 'changes' })))
await time('present', () => index.present([{ tenant: 1, from: 1_000_000, to: 1_010_000 }]))
await time('counts', () => index.counts())
console.log(`resident memory ${Math.round(process.memoryUsage().rss / 1024 / 1024)} MiB`)
await index.close()

/** Waiting time, and the processor time of all threads: on a busy machine only the second means something. */
async function time(name: string, question: () => Promise<unknown>): Promise<void> {
  const took: number[] = []
  const before = process.cpuUsage()
  for (let i = 0; i < ROUNDS; i++) {
    const started = performance.now()
    await question()
    took.push(performance.now() - started)
  }
  const used = process.cpuUsage(before)
  const sorted = took.toSorted((a, b) => a - b)
  const at = (part: number) => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(1).padStart(8)
  const cpu = ((used.user + used.system) / 1000 / ROUNDS).toFixed(1).padStart(8)
  console.log(`${name.padEnd(34)} median ${at(0.5)} ms, slowest ${at(1)} ms, processor ${cpu} ms`)
}

function seconds(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(1)
}
