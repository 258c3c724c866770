/** Guarantees of an export's rows: the same as the report's, in its order, once each, whatever their texts, in every shape. */
import {
  cellsOf,
  clockSpans,
  type ExportColumn,
  exportColumns,
  FileClock,
  findZone,
  guarded,
  NO_FILTER,
  parseQuery,
  type ReportId,
} from '@daybook/query'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type {
  ActivityRow,
  ChangeRow,
  ExportPart,
  ExportRowsRequest,
  ExportShape,
  ReportIndex,
  StoredRow,
} from '../index.ts'
import { readSort, sortColumnsOf } from '../sort.ts'
import { A_DAY, anyEvent, crowdEvent } from '../testing/events.ts'
import { ENGINES, worldOn, type World } from '../testing/worlds.ts'
import { readExportRow } from './read-row.ts'

type Row = ActivityRow | ChangeRow
const REPORTS = ['activity', 'changes'] as const
const FROM = Date.UTC(1970, 0, 1)
const TO = Date.UTC(2199, 11, 31)
const LISBON = findZone('Europe/Lisbon')
const HOSTILE = [
  '=1+2',
  '+49 30 1234',
  '-5',
  '-5+6',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n',
  'a\r\nb',
  'lone \r return',
  '"quoted", "twice""',
  ';',
  '007',
  '1899-12-31',
  '123456789012345678901234567890',
  '😀 👨‍👩‍👧 עברית ‮override',
  '＝1',
  "'already",
  '\\"\\u0041\\',
  '/slash\\/',
  '\u2028\u2029\u0001\u007f',
  '',
]

let world: World
let index: ReportIndex
const upTo = 150

beforeAll(async () => {
  world = await worldOn('chdb')
  index = await world.open()
  const odd = fc.sample(anyEvent, { numRuns: 80, seed: 11 })
  const crowd = fc.sample(crowdEvent, { numRuns: 120, seed: 12 })
  const entries = [...odd, ...crowd].map((event, i): StoredRow => {
    const text = HOSTILE[i % HOSTILE.length] ?? ''
    const at = Math.min(Math.max(Date.parse(event.occurredAt), FROM), TO)
    const hostile = {
      occurredAt: new Date(at).toISOString(),
      comment: text,
      outcomeReason: HOSTILE[(i * 7) % HOSTILE.length] ?? '',
      entity: {
        type: 'User',
        id: text,
        ...(i % 3 === 0 ? {} : { name: HOSTILE[(i * 5) % HOSTILE.length] ?? '' }),
      },
      changes: [
        ...(event.changes ?? []),
        { attribute: text || 'a', old: text, new: i % 2 === 0 ? [text, i] : text },
      ],
    }
    return {
      tenant: 1,
      index: i,
      recordedAt: A_DAY + i,
      event: { ...event, ...(i % 2 === 0 ? hostile : {}), occurredAt: hostile.occurredAt },
    }
  })
  await index.load(entries.slice(0, 70), 'first')
  await index.load(entries.slice(70), 'second')
})
afterAll(async () => world.close())

function asked(report: ReportId, more: Partial<ExportRowsRequest> = {}): ExportRowsRequest {
  return { tenant: 1, report, filter: NO_FILTER, upTo, order: 'newest', sort: [], ...more }
}

async function expected(request: ExportRowsRequest): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | undefined
  do {
    const page = await index.rows({ ...request, limit: 1000, cursor })
    rows.push(...page.rows)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return rows
}

async function read(
  request: ExportRowsRequest,
  part: ExportPart,
  shape: ExportShape,
  from = index,
): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of from.exportPart(request, part, shape)) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

async function readAll(request: ExportRowsRequest, shape: ExportShape, partRows: number): Promise<string> {
  const { rows, parts } = await index.exportPlan(request, partRows)
  expect(parts.reduce((sum, part) => sum + part.rows, 0)).toBe(rows)
  const texts: string[] = []
  for (const part of parts) {
    const text = await read(request, part, shape)
    if (shape.kind !== 'csv') expect(text.split('\n')).toHaveLength(part.rows + 1)
    texts.push(text)
  }
  return texts.join('')
}

function linesOf(text: string): string[] {
  return text.split('\n').filter(line => line !== '')
}

function csvOf(columns: readonly ExportColumn[], row: Row, guard: boolean, clock: FileClock): string[] {
  return cellsOf(columns, row).map((cell, i) => {
    const { kind } = columns[i] ?? { kind: 'text' }
    if (kind === 'time') return clock.text(Number(cell))
    const text = String(cell)
    return guard && kind === 'text' ? guarded(text) : text
  })
}

describe.each(REPORTS)('an export of the %s report', report => {
  const columns = exportColumns(report)

  test('has the rows of the report, as cells and whole', async () => {
    const request = asked(report)
    const rows = await expected(request)
    expect(rows.length).toBeGreaterThan(100)
    const cells = linesOf(await readAll(request, { kind: 'cells', columns }, 40))
    expect(cells.map(line => JSON.parse(line) as unknown)).toEqual(rows.map(row => cellsOf(columns, row)))
    const whole = linesOf(await readAll(request, { kind: 'rows' }, 40))
    expect(whole.map(line => readExportRow(report, line))).toEqual(rows)
  })

  test.each([
    [true, ',', 'UTC'],
    [false, ';', 'Europe/Lisbon'],
    [true, '\t', 'America/St_Johns'],
    [true, '|', 'Africa/Monrovia'],
  ])(
    'reads back from CSV (guard %s, separator %j, %s) in an independent reader',
    async (guard, separator, name) => {
      const request = asked(report)
      const zone = findZone(name) ?? LISBON
      if (zone === undefined) throw new Error('no zone')
      const clock = clockSpans(zone, FROM, TO)
      const text = await readAll(
        request,
        { kind: 'csv', columns, separator, guardFormulas: guard, clock },
        50,
      )
      const read = parse(text, { delimiter: separator, record_delimiter: '\r\n' })
      const fileClock = new FileClock(clock)
      expect(read).toEqual((await expected(request)).map(row => csvOf(columns, row, guard, fileClock)))
    },
  )

  test(
    'has the order of the report, whatever it is sorted by, and is cut anywhere',
    { timeout: 120_000 },
    async () => {
      const key = fc.record({ column: fc.constantFrom(...sortColumnsOf(report)), descending: fc.boolean() })
      const sort = fc.uniqueArray(key, { maxLength: 3, selector: ({ column }) => column })
      const q = fc.constantFrom(
        '',
        'attr:role',
        '-category:read outcome:failure',
        'after:2025-05-15',
        'new:supervisor',
      )
      const order = fc.constantFrom('newest' as const, 'oldest' as const)
      await fc.assert(
        fc.asyncProperty(
          sort,
          q,
          order,
          fc.integer({ min: 5, max: 200 }),
          async (sort, q, order, partRows) => {
            const request = asked(report, { sort, order, q: parseQuery(q).query })
            const lines = linesOf(await readAll(request, { kind: 'rows' }, partRows))
            const rows = await expected(request)
            const place = (row: Row) => `${row.index}/${'position' in row ? row.position : 0}`
            expect(lines.map(line => place(readExportRow(report, line)))).toEqual(rows.map(place))
          },
        ),
        { numRuns: 15 },
      )
    },
  )

  test('is empty where nothing answers the question', async () => {
    const request = asked(report, { q: parseQuery('app:Nobody').query })
    expect(await index.exportPlan(request, 10)).toEqual({ rows: 0, parts: [] })
  })
})

test('entries after the position, also those of an earlier time, are not in it', async () => {
  const request = asked('activity', { sort: readSort('index', 'activity') })
  const { rows } = await index.exportPlan(request, 1000)
  expect(rows).toBe(upTo)
})

test('a part has the same bytes however the engine has arranged its rows, and so has Parquet', async () => {
  const request = asked('activity')
  const columns = exportColumns('activity')
  const parquet = async () => {
    const chunks: Buffer[] = []
    for await (const chunk of index.exportParquet(request, columns)) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks).toString('base64')
  }
  const { parts } = await index.exportPlan(request, 60)
  const before = await Promise.all(parts.map(part => read(request, part, { kind: 'cells', columns })))
  const file = await parquet()
  const driver = world.driver()
  await driver.command('OPTIMIZE TABLE daybook.entry FINAL')
  const after = await Promise.all(parts.map(part => read(request, part, { kind: 'cells', columns })))
  expect(after).toEqual(before)
  expect(await parquet()).toBe(file)
})

test.each(ENGINES)('Parquet of %s reads back equal', async engine => {
  const own = engine === 'chdb' ? world : await worldOn(engine)
  const from = engine === 'chdb' ? index : await own.open()
  if (engine !== 'chdb') {
    const [event] = fc.sample(crowdEvent, { numRuns: 1, seed: 5 })
    if (event === undefined) throw new Error('no event')
    await from.load([{ tenant: 1, index: 0, recordedAt: A_DAY, event }], 'one')
  }
  const chunks: Buffer[] = []
  const columns = exportColumns('activity')
  for await (const chunk of from.exportParquet(asked('activity'), columns)) chunks.push(Buffer.from(chunk))
  const file = Buffer.concat(chunks)
  expect(file.subarray(0, 4).toString()).toBe('PAR1')
  expect(file.subarray(-4).toString()).toBe('PAR1')
  if (engine !== 'chdb') await own.close()
})
