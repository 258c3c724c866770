import { NO_FILTER, parseQuery, type ReportId } from '@daybook/query'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { ActivityRow, ChangeRow, ReportIndex, RowsRequest, StoredRow } from './index.ts'
import { readSort, sortColumnsOf } from './sort.ts'
import { A_DAY, crowdEvent } from './testing/events.ts'
import { naiveRows } from './testing/naive.ts'
import { worldOn, type World } from './testing/worlds.ts'

type Row = ActivityRow | ChangeRow
type SortValue = string | number

let world: World
let index: ReportIndex
let entries: StoredRow[]
beforeAll(async () => {
  world = await worldOn('chdb')
  index = await world.open()
  const events = fc.sample(crowdEvent, { numRuns: 200, seed: 7 })
  entries = events.map((event, i) => ({
    tenant: 1,
    index: i,
    recordedAt: A_DAY + (i % 5),
    event: {
      ...event,
      region: ['eu', 'Eu', '', 'ü'][i % 4] ?? '',
      origin: { ip: `10.0.0.${i % 3}`, accessMethod: 'UI', requestId: `r-${i % 9}` },
    },
  }))
  await index.load(entries.slice(0, 90), 'first')
  await index.load(entries.slice(90), 'second')
})
afterAll(async () => world.close())

describe.each(['activity', 'changes'] as const)('the %s report', report => {
  test.each(sortColumnsOf(report))('is sorted by %s, forward and back', { timeout: 60_000 }, async column => {
    for (const written of [column, `-${column}`]) {
      await walk({ ...asked(report), limit: 90, sort: readSort(written, report) })
    }
  })

  test('is sorted by several columns, ties by time and index', { timeout: 120_000 }, async () => {
    const key = fc.record({ column: fc.constantFrom(...sortColumnsOf(report)), descending: fc.boolean() })
    const sort = fc.uniqueArray(key, { minLength: 2, maxLength: 3, selector: ({ column }) => column })
    await fc.assert(
      fc.asyncProperty(sort, fc.constantFrom('newest' as const, 'oldest' as const), async (sort, order) => {
        await walk({ ...asked(report), sort, order, limit: 130 })
      }),
      { numRuns: 40 },
    )
  })

  test('with every sign of its order turned is the same rows from their end', async () => {
    const question = { ...asked(report), limit: 1000 }
    const { rows } = await index.rows({ ...question, sort: readSort('application,-actor', report) })
    const turned = readSort('-application,actor', report)
    const other = await index.rows({ ...question, sort: turned, order: 'oldest' })
    expect(other.rows).toEqual(rows.toReversed())
  })

  test('sorted by a column holds what the question asks for', async () => {
    const { query: q } = parseQuery('outcome:failure -app:Player')
    const { rows } = await index.rows({ ...asked(report), q, sort: readSort('actor', report), limit: 1000 })
    expect(rows.length).toBeGreaterThan(0)
    const inTime = await index.rows({ ...asked(report), q, limit: 1000 })
    expect(rows).toEqual(sorted(inTime.rows, { ...asked(report), sort: readSort('actor', report), limit: 1 }))
  })

  test.each(['newest', 'oldest'] as const)('starts at a time, %s first, in both directions', async order => {
    const all = naiveRows(entries, asked(report), order)
    const times = all.map(row => Date.parse(row.occurredAt))
    for (const at of [times[0], times[60], times[61], times.at(-1), 0, 9e12].map(time => time ?? 0)) {
      const from = times.findIndex(time => (order === 'newest' ? time <= at : time >= at))
      const start = from < 0 ? all.length : from
      const page = await index.rows({ ...asked(report), order, at, limit: 10 })
      expect(page.rows).toEqual(all.slice(start, start + 10))
      expect(page.nextCursor === undefined).toBe(start + 10 >= all.length)
      expect(page.prevCursor === undefined).toBe(start === 0)
      if (page.prevCursor === undefined) continue
      const before = await index.rows({ ...asked(report), order, limit: 10, cursor: page.prevCursor })
      expect(before.rows).toEqual(all.slice(Math.max(0, start - 10), start))
    }
  })
})

test.each([
  ['an unknown column', { sort: [{ column: 'aplication', descending: false }] }],
  ['a column of another report', { sort: [{ column: 'attribute', descending: false }] }],
  ['a name of every object', { sort: [{ column: 'constructor', descending: false }] }],
  ['a column twice', { sort: readSort('actor', 'activity').flatMap(key => [key, key]) }],
  ['a time to start at beside a column', { sort: readSort('actor', 'activity'), at: 5 }],
  ['no time', { at: 1.5 }],
])('%s is refused', async (_, more) => {
  const rows = index.rows({ ...asked('activity'), limit: 5, ...more })
  await expect(rows).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
})

test('a cursor of another order is refused', async () => {
  const question = { ...asked('activity'), limit: 5 }
  const { nextCursor } = await index.rows({ ...question, sort: readSort('actor', 'activity') })
  for (const sort of [readSort('-actor', 'activity'), readSort('actor,region', 'activity'), []]) {
    const rows = index.rows({ ...question, sort, cursor: nextCursor })
    await expect(rows).rejects.toMatchObject({ code: 'CURSOR_INVALID' })
  }
})

function asked(report: ReportId): Pick<RowsRequest, 'tenant' | 'report' | 'filter'> {
  return { tenant: 1, report, filter: NO_FILTER }
}

async function walk(question: RowsRequest): Promise<void> {
  const expected = sorted(naiveRows(entries, question, question.order ?? 'newest'), question)
  const pages: Row[][] = []
  let answer = await index.rows(question)
  expect(answer.prevCursor).toBeUndefined()
  pages.push(answer.rows)
  while (answer.nextCursor !== undefined) {
    answer = await index.rows({ ...question, cursor: answer.nextCursor })
    pages.push(answer.rows)
  }
  expect(pages.flat()).toEqual(expected)
  for (let page = pages.length - 2; page >= 0; page--) {
    answer = await index.rows({ ...question, cursor: answer.prevCursor })
    expect(answer.rows).toEqual(pages[page])
  }
  expect(answer.prevCursor).toBeUndefined()
}

/** The order of rows that are equal in all columns is the given one. */
function sorted(rows: readonly Row[], { sort = [], order = 'newest' }: RowsRequest): Row[] {
  const sign = order === 'newest' ? -1 : 1
  return rows.toSorted((a, b) => {
    for (const { column, descending } of sort) {
      const difference = compare(valueOf(a, column), valueOf(b, column))
      if (difference !== 0) return descending ? -difference : difference
    }
    if (sort.length === 1 && sort[0]?.column === 'occurredAt') {
      return (sort[0].descending ? -1 : 1) * (a.index - b.index)
    }
    const inTime = Date.parse(a.occurredAt) - Date.parse(b.occurredAt) || a.index - b.index
    return sign * (inTime || positionOf(b) - positionOf(a))
  })
}

function positionOf(row: Row): number {
  return 'position' in row ? row.position : 0
}

function compare(a: SortValue, b: SortValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)))
}

function valueOf(row: Row, column: string): SortValue {
  const event: Partial<ActivityRow> & Partial<ChangeRow> & Row = row
  const { actor, entity } = row
  switch (column) {
    case 'occurredAt':
      return Date.parse(row.occurredAt)
    case 'recordedAt':
      return Date.parse(event.recordedAt ?? '')
    case 'index':
      return row.index
    case 'changes':
      return event.changes?.length ?? 0
    case 'actor':
      return nameOr(actor)
    case 'impersonator':
      return actor.impersonator === undefined ? '' : nameOr(actor.impersonator)
    case 'entity':
      return entity.type
    case 'instance':
      return nameOr({ id: entity.id ?? '', ...entity })
    case 'correlation':
      return row.correlation?.id ?? ''
    case 'accessMethod':
    case 'ip':
    case 'requestId':
      return event.origin?.[column] ?? ''
    case 'old':
    case 'new':
      return event[column] === undefined ? '' : JSON.stringify(event[column])
    case 'activity':
    case 'application':
    case 'outcome':
    case 'category':
    case 'id':
      return row[column]
    case 'comment':
    case 'outcomeReason':
    case 'region':
    case 'attribute':
      return event[column] ?? ''
    default:
      throw new RangeError(`how is ${column} sorted?`)
  }
}

function nameOr({ id, name }: { id: string; name?: string }): string {
  return name === undefined || name === '' ? id : name
}
