/**
 * What the questions about one entity cost, and what an index of their own would add to the load and to the disk:
 * `node packages/report/bench/entities.ts [rows] [variant]`. Each variant is a table of its own over the same events.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { NO_FILTER } from '@daybook/query'

import { openChdb } from '../src/chdb-driver.ts'
import type { IndexDriver } from '../src/driver.ts'
import { indexOver, type ReportIndex } from '../src/report-index.ts'
import { historyQuestion, type EntityKey } from '../src/questions/history.ts'
import { entryTable } from '../src/schema.ts'
import type { ActivityRow } from '../src/types.ts'
import { generate } from './generate.ts'

/** Entities asked for, each once: the engine remembers where it found nothing for a condition that it has seen. */
const ENTITIES = 15
const DAY = 86_400_000
const rows = Number(process.argv[2] ?? 2_000_000)
const only = process.argv[3]

const KEYS = String.raw`arrayConcat([concat(entity_type, '\n', entity_id)], arrayMap((type, id) -> concat(type, '\n', id), related.type, related.id))`
const VARIANTS: Readonly<Record<string, string | undefined>> = {
  none: undefined,
  bloom:
    'ADD INDEX entity_bloom entity_id TYPE bloom_filter(0.01) GRANULARITY 1, ADD INDEX related_bloom related.id TYPE bloom_filter(0.01) GRANULARITY 1',
  keys: `ADD INDEX entity_keys ${KEYS} TYPE text(tokenizer = 'array')`,
  projection:
    'ADD PROJECTION by_entity (SELECT _part_offset ORDER BY tenant, entity_type, entity_id, occurred_at)',
}

for (const [name, alter] of Object.entries(VARIANTS)) {
  if (only === undefined || only === name) await measure(name, alter)
}

async function measure(name: string, alter: string | undefined): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'daybook-entities-'))
  const driver = openChdb(directory)
  const index = await indexOver(driver, { database: 'daybook' })
  const table = entryTable({ database: 'daybook' })
  if (alter !== undefined) await driver.command(`ALTER TABLE ${table} ${alter}`)
  const [user, system] = Object.values(process.cpuUsage())
  await generate(driver, table, rows)
  const used = process.cpuUsage()
  const seconds = (used.user + used.system - (user ?? 0) - (system ?? 0)) / 1e6
  const size = await index.size()
  console.log(
    `${name}: ${seconds.toFixed(1)} s of processor to load, ${(size.bytes / size.rows).toFixed(1)} bytes an event`,
  )
  await histories(driver, table)
  if (alter === undefined) await questions(driver, table, index)
  await index.close()
  rmSync(directory, { recursive: true, force: true })
}

async function histories(driver: IndexDriver, table: string): Promise<void> {
  const entities = await sample(driver, table)
  const questionOf = (entity: EntityKey) => historyQuestion(table, { tenant: 1, entity, limit: 100 })
  const fresh = (sql: string) => `${sql}, use_query_condition_cache = 0`
  await time('history', entities, async entity => {
    const { sql, params } = questionOf(entity)
    await driver.query(fresh(sql), params)
  })
  await time('history without the word index', entities, async entity => {
    const { sql, params } = questionOf(entity)
    await driver.query(fresh(sql.replace(/ {2}AND hasAllTokens\(search, \{entity_words[^\n]*\n/, '')), params)
  })
}

async function questions(driver: IndexDriver, table: string, index: ReportIndex): Promise<void> {
  const entities = await sample(driver, table)
  await time('state', entities, async entity => index.state({ tenant: 1, entity }))
  const entries: ActivityRow[] = []
  for (const entity of entities) entries.push(...(await index.history({ tenant: 1, entity, limit: 1 })).rows)
  await time('related', entries, async event =>
    index.related({ tenant: 1, entry: { index: event.index, event } }),
  )
  const from = Date.UTC(2025, 5, 1)
  const stretches = entities.map((_, i) => ({ from: from + i * 3_600_000, to: from + i * 3_600_000 + DAY }))
  const all = { tenant: 1, report: 'activity' as const, filter: NO_FILTER }
  await time('differences of a day in a month', stretches, async here =>
    index.differences({ ...all, here, from: here.from - 15 * DAY, to: here.to + 15 * DAY }),
  )
  await time('differences of a day in everything', stretches, async here =>
    index.differences({ ...all, here }),
  )
}

async function sample(driver: IndexDriver, table: string): Promise<EntityKey[]> {
  return driver.query<EntityKey>(
    `SELECT entity_type AS type, entity_id AS id FROM ${table} WHERE \`index\` % 97 = 5 LIMIT ${ENTITIES}`,
  )
}

async function time<T>(name: string, asked: readonly T[], ask: (one: T) => Promise<unknown>): Promise<void> {
  const times: number[] = []
  for (const one of asked) {
    const started = performance.now()
    await ask(one)
    times.push(performance.now() - started)
  }
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]?.toFixed(1)
  console.log(`  ${name}: ${at(0.5)} ms, ${at(0.95)} ms at most for 95 in 100`)
}
