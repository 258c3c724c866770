/**
 * Tens of millions of plausible events in an index, in minutes: `node bench/many-events.ts DIRECTORY [events]`.
 * Some companies are simulated over one year; the engine then multiplies them, each copy with its own people, entities,
 * sessions, ids and moments. Rows arrive in the order of time, a few days at once, as a follower that catches up loads them.
 */
import { sampleEvents } from '@daybook/connectors'
import { normaliseEvent, type JsonObject } from '@daybook/event'
import { v7 } from 'uuid'
import { openChdb } from '../packages/report/src/chdb-driver.ts'
import { COLUMNS } from '../packages/report/src/columns.ts'
import type { IndexDriver } from '../packages/report/src/driver.ts'
import { loadBlock } from '../packages/report/src/loader.ts'
import { createStatements, dropStatements, entryTable } from '../packages/report/src/schema.ts'

const COMPANIES = 4
const SIMULATED_MAX = 2_000_000
const DAY_MS = 86_400_000
export const FILLED = { from: Date.UTC(2025, 10, 1), to: Date.UTC(2026, 10, 1) } as const
const DAYS = (FILLED.to - FILLED.from) / DAY_MS
const BLOCK = 20_000
const SLICE_ROWS = 200_000
/** Copies share their people and things with every fifth other copy. */
const TWINS = ['', 'b', 'c', 'd', 'e']
const place = { database: 'daybook' }
const SIMULATED = 'simulated.entry'

/** Empties the index and fills it anew with `events` events of tenant 1. */
export async function fillIndex(
  driver: IndexDriver,
  events: number,
  step: (text: string) => void,
): Promise<void> {
  const simulated = Math.min(events, SIMULATED_MAX)
  if ((await simulatedRows(driver)) !== simulated) await simulate(driver, simulated, step)
  for (const statement of [...dropStatements(place), ...createStatements(place)])
    await driver.command(statement)
  const copies = Math.ceil(events / simulated)
  const slices = Math.ceil(events / SLICE_ROWS)
  const length = Math.ceil((FILLED.to - FILLED.from) / slices)
  let index = 0
  for (let slice = 0; slice < slices; slice++) {
    const from = FILLED.from + slice * length
    const [counted] = await driver.query<{ n: number }>(
      `SELECT count() AS n FROM ${SIMULATED} WHERE ${within} SETTINGS output_format_json_quote_64bit_integers = 0`,
      { from, to: from + length },
    )
    const rows = Math.min((counted?.n ?? 0) * copies, events - index)
    await driver.command(copySql(), { from, to: from + length, copies, index, rows })
    index += rows
    if (slice % 10 === 0) step(`${index.toLocaleString('en-US')} events`)
  }
  if (index !== events) throw new Error(`${index} events instead of ${events}`)
}

const within = `occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')`

async function simulatedRows(driver: IndexDriver): Promise<number> {
  const [found] = await driver.query<{ rows: number }>(
    `SELECT sum(rows) AS rows FROM system.parts WHERE active AND database = 'simulated' SETTINGS output_format_json_quote_64bit_integers = 0`,
  )
  return found?.rows ?? 0
}

async function simulate(driver: IndexDriver, events: number, step: (text: string) => void): Promise<void> {
  const columns = COLUMNS.map(column => `\`${column.name}\` ${column.type}`).join(', ')
  await driver.command('CREATE DATABASE IF NOT EXISTS simulated')
  await driver.command(`DROP TABLE IF EXISTS ${SIMULATED} SYNC`)
  await driver.command(`CREATE TABLE ${SIMULATED} (${columns}) ENGINE = MergeTree ORDER BY occurred_at`)
  let index = 0
  for (let company = 1; company <= COMPANIES; company++) {
    const count = Math.floor((events * company) / COMPANIES) - index
    let block: Parameters<typeof loadBlock>[2][number][] = []
    const load = async () => {
      await loadBlock(
        driver,
        { entry: SIMULATED, stated: SIMULATED },
        block,
        `simulated/${index}`,
        () => undefined,
      )
      block = []
    }
    for (const event of companyEvents(company, count)) {
      const normal = normaliseEvent(event, { newId: () => v7() })
      if (!normal.ok) throw new Error('the sample made what is no event')
      block.push({
        tenant: 1,
        index,
        recordedAt: Date.parse(normal.accepted.event.occurredAt) + 150,
        event: normal.accepted.event,
      })
      index++
      if (block.length === BLOCK) await load()
    }
    if (block.length > 0) await load()
    step(`${index.toLocaleString('en-US')} events simulated`)
  }
}

function companyEvents(company: number, count: number): Generator<JsonObject> {
  return sampleEvents({ events: count, days: DAYS, seed: company, until: FILLED.to })
}

/** One slice of time of every copy, in the order in which it occurred. */
function copySql(): string {
  const twin = `[${TWINS.map(text => `'${text}'`).join(', ')}][1 + copy % ${TWINS.length}]`
  const named = (column: string) => `if(${column} = '', '', concat(${column}, ${twin}))`
  const person = (column: string, type: string) =>
    `if(${type} = 'user', concat(${column}, ${twin}), ${column})`
  const values: Record<string, string> = {
    index: '{index:UInt64} + rowNumberInAllBlocks()',
    id: `toUUID(concat(substring(clock, 1, 8), '-', substring(clock, 9, 4), '-7', substring(noise, 1, 3), '-a', substring(noise, 4, 3), '-', substring(noise, 5, 12)))`,
    occurred_at: 'moment',
    recorded_at: 'moment + toIntervalMillisecond(40 + h % 200)',
    actor_id: person('actor_id', 'actor_type'),
    impersonator_id: person('impersonator_id', 'impersonator_type'),
    entity_id: named('entity_id'),
    'related.id': `arrayMap(x -> concat(x, ${twin}), \`related.id\`)`,
    session_id: `if(session_id = '', '', concat(session_id, hex(copy)))`,
    request_id: `if(request_id = '', '', concat(request_id, hex(copy)))`,
    correlation_id: named('correlation_id'),
    source_sequence: 'source_sequence * {copies:Int64} + copy',
  }
  const select = COLUMNS.map(({ name }) => values[name] ?? `\`${name}\``).join(', ')
  return `INSERT INTO ${entryTable(place)} (${COLUMNS.map(({ name }) => `\`${name}\``).join(', ')})
SELECT ${select}
FROM (
  SELECT *, copy, cityHash64(id, copy) AS h,
    addMilliseconds(occurred_at, copy * 7919 + toInt64(h % 60000)) AS moment,
    leftPad(lower(hex(cityHash64(h))), 16, '0') AS noise,
    leftPad(lower(hex(toUnixTimestamp64Milli(moment))), 12, '0') AS clock
  FROM ${SIMULATED}
  ARRAY JOIN range({copies:UInt32}) AS copy
  WHERE ${within}
  ORDER BY moment
  LIMIT {rows:UInt64}
)
SETTINGS max_partitions_per_insert_block = 0, throw_on_max_partitions_per_insert_block = 0, max_threads = 2, max_insert_threads = 1,
  max_insert_block_size = 10000000, min_insert_block_size_rows = 10000000, min_insert_block_size_bytes = 0`
}

if (import.meta.main) {
  const [directory = '', events = '20000000'] = process.argv.slice(2)
  if (directory === '') throw new Error('node bench/many-events.ts DIRECTORY [events]')
  const driver = openChdb(directory)
  const started = performance.now()
  await fillIndex(driver, Number(events), text =>
    console.error(`${Math.round((performance.now() - started) / 1000)} s: ${text}`),
  )
  await driver.close()
  process.exit(0)
}
