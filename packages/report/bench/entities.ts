/**
 * What finding one entity's entries costs, by the word index and by what could be added for it:
 * `node packages/report/bench/entities.ts [rows] [variant]`. Each variant is a table of its own over the same events.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { openChdb } from '../src/chdb-driver.ts'
import { indexOver } from '../src/report-index.ts'
import { historyQuestion } from '../src/questions/history.ts'
import { entryTable } from '../src/schema.ts'
import { generate } from './generate.ts'

const ROUNDS = 9
const rows = Number(process.argv[2] ?? 2_000_000)
const only = process.argv[3]

const BLOOM = 'INDEX entity_bloom entity_id TYPE bloom_filter(0.01) GRANULARITY 1'
const VARIANTS: Readonly<Record<string, string | undefined>> = {
  'nothing added': undefined,
  'bloom filters of entity_id and related.id': `ADD ${BLOOM}, ADD INDEX related_bloom related.id TYPE bloom_filter(0.01) GRANULARITY 1`,
  'projection by entity':
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
  const started = performance.now()
  await generate(driver, table, rows)
  const took = (performance.now() - started) / 1000
  const size = await index.size()
  console.log(
    `${name}: loaded in ${took.toFixed(1)} s, ${(size.bytes / size.rows).toFixed(1)} bytes an event`,
  )

  const [frequent] = await driver.query<{ type: string; id: string; n: number }>(
    `SELECT entity_type AS type, entity_id AS id, count() AS n FROM ${table} GROUP BY type, id ORDER BY n DESC LIMIT 1`,
  )
  const [rare] = await driver.query<{ type: string; id: string }>(
    `SELECT entity_type AS type, entity_id AS id FROM ${table} WHERE \`index\` = 4711 LIMIT 1`,
  )
  const nobody = { type: 'User', id: 'e-nobody' }
  for (const [what, entity] of Object.entries({ frequent, rare, nobody })) {
    if (entity === undefined) continue
    const { sql, params } = historyQuestion(table, { tenant: 1, entity, limit: 100 })
    const bare = sql.replace(/ {2}AND hasAllTokens\(search, \{entity_words[^\n]*\n/, '')
    const times = [await time(() => driver.query(sql, params)), await time(() => driver.query(bare, params))]
    console.log(`  ${what} ${entity.id}: ${times[0]} ms with the word index, ${times[1]} ms without`)
  }
  await index.close()
  rmSync(directory, { recursive: true, force: true })
}

async function time(ask: () => Promise<unknown>): Promise<string> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now()
    await ask()
    times.push(performance.now() - started)
  }
  return times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]?.toFixed(1) ?? ''
}
