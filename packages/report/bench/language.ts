/**
 * Times questions of the filter language, sorted pages, groups and zoned bars over generated events:
 * `node packages/report/bench/language.ts [rows] [directory]`. A directory that already holds rows is measured as it is.
 */

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { NO_FILTER, requireQuery } from '@daybook/query'

import { openChdb } from '../src/chdb-driver.ts'
import type { GroupStep } from '../src/questions/group-columns.ts'
import { indexOver } from '../src/report-index.ts'
import { entryTable } from '../src/schema.ts'
import { readSort } from '../src/sort.ts'
import { generate } from './generate.ts'

const ROUNDS = 7
const rows = Number(process.argv[2] ?? 2_000_000)
const directory = process.argv[3] ?? mkdtempSync(join(tmpdir(), 'daybook-language-'))
const place = { database: 'daybook', cluster: undefined }

const driver = openChdb(directory)
const index = await indexOver(driver, place)
if ((await index.size()).rows === 0) await generate(driver, entryTable(place), rows)
console.log(`${(await index.size()).rows} rows in ${directory}`)

const DAY = 86_400_000
const to = Date.UTC(2025, 11, 1)
const ask = (q: string, more: object = {}) => ({
  tenant: 1,
  report: 'activity' as const,
  filter: NO_FILTER,
  q: requireQuery(q),
  limit: 100,
  ...more,
})
const changes = { report: 'changes' as const }

for (const q of [
  'app:wfm outcome:failure',
  'actor:dalloway',
  'actor:"u-1999"',
  'instance:e-4711',
  'name:"Item 4711"',
  'attr:role new:supervisor',
  'attr:role -new:supervisor',
  '"team 17"',
  'dall*',
  'ip:10.7.0.0/16',
  'app:wfm or (actor:u-7 -category:read)',
  'index:100000..200000',
  'after:2025-06-01 before:2025-07-01 app:wfm',
  '"weekly call" -app:wfm',
]) {
  await time(`rows, ${q}`, () => index.rows(ask(q)))
  await time(`summary, ${q}`, () => index.summary(ask(q)))
}
await time('changes, attr:role new:supervisor', () => index.rows(ask('attr:role new:supervisor', changes)))
await time('changes summary, the same', () => index.summary(ask('attr:role new:supervisor', changes)))
for (const sort of ['actor', '-application', 'instance', 'comment', 'ip', '-changes,actor']) {
  await time(`sorted by ${sort}`, () => index.rows(ask('', { sort: readSort(sort, 'activity') })))
}
const month = { from: to - 30 * DAY, to }
await time('sorted by instance, 30 days', () =>
  index.rows(ask('', { ...month, sort: readSort('instance', 'activity') })),
)
await time('changes sorted by attribute', () =>
  index.rows(ask('', { ...changes, sort: readSort('attribute', 'changes') })),
)
await time('page at a time', () => index.rows(ask('', { at: to })))
const inWfm: GroupStep[] = [{ column: 'application', value: 'WFM' }]
for (const by of ['application', 'entity', 'actor', 'instance', 'day', 'ip'] as const) {
  await time(`groups by ${by}`, () => index.groups({ ...ask(''), by }))
}
await time('groups by activity in WFM', () => index.groups({ ...ask(''), by: 'activity', path: inWfm }))
await time('groups by actor, 30 days', () => index.groups({ ...ask(''), ...month, by: 'actor' }))
await time('changes by attribute', () => index.groups({ ...ask('', changes), by: 'attribute' }))
await time('summary, bars of Lisbon, a year', () => index.summary(ask('', { zone: 'Europe/Lisbon' })))
await time('summary, bars of Lisbon, 30 days', () =>
  index.summary(ask('', { ...month, zone: 'Europe/Lisbon' })),
)
console.log(`resident memory ${Math.round(process.memoryUsage().rss / 1024 / 1024)} MiB`)
await index.close()

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
  console.log(`${name.padEnd(58)} median ${at(0.5)} ms, slowest ${at(1)} ms, processor ${cpu} ms`)
}
