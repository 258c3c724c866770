/**
 * The worked examples of the vendors' pages, asked of a real Daybook over the sample: every count is that of a plain
 * loop over the sample's own events.
 */
import { Daybook, type NewEvent } from '@daybook/sdk'
import { sampleEvents } from '@daybook/connectors'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { command } from './command-line.ts'
import { startDaybook, type DaybookProcess } from './daybook.ts'

const SLOW_MS = 180_000
const EVENTS = 30_000
const MAY = { from: '2026-05-01', to: '2026-06-01' }

type SampleEvent = NewEvent & { occurredAt: string; actor: { id: string; name?: string } }

interface Page {
  rows: { id: string; occurredAt: string; category: string }[]
  columns: string[]
  cells: string[][]
  nextCursor?: string
}

let daybook: DaybookProcess
let env: Record<string, string>
let events: SampleEvent[]

beforeAll(async () => {
  daybook = await startDaybook()
  env = { DAYBOOK_URL: daybook.url, DAYBOOK_KEY: daybook.key }
  const imported = await command(['catalog', 'import', 'cxone'], env)
  expect([imported.code, imported.stderr]).toEqual([0, expect.stringContaining('18 applications')])
  events = [...sampleEvents({ events: EVENTS, until: Date.UTC(2026, 5, 1) })] as unknown as SampleEvent[]
  const client = new Daybook({ url: daybook.url, key: daybook.key })
  expect((await client.stream(events)).recorded).toBe(EVENTS)
  const all = async () => expect((await client.summary('activity')).total).toBe(EVENTS)
  await vi.waitFor(all, { timeout: 60_000, interval: 100 })
}, SLOW_MS)
afterAll(() => daybook.stop())

async function get<T>(path: string, parameters: Record<string, string>): Promise<T> {
  const query = new URLSearchParams(parameters).toString()
  const headers = { authorization: `Bearer ${daybook.key}` }
  const answer = await fetch(`${daybook.url}${path}?${query}`, { headers })
  expect(answer.status).toBe(200)
  return (await answer.json()) as T
}

async function allOf(layout: string, parameters: Record<string, string>): Promise<Page> {
  const all: Page = { rows: [], columns: [], cells: [] }
  let cursor: string | undefined
  do {
    const more: Record<string, string> = cursor === undefined ? {} : { cursor }
    const page: Page = await get(`/v1/reports/${layout}/rows`, { ...parameters, ...more, limit: '50' })
    all.rows.push(...page.rows)
    all.cells.push(...page.cells)
    all.columns = page.columns
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return all
}

function inMay({ occurredAt }: SampleEvent): boolean {
  const at = Date.parse(occurredAt)
  return at >= Date.parse(MAY.from) && at < Date.parse(MAY.to)
}

describe('CXone Mpower: when did Interaction Analytics users view chats in May?', () => {
  const question = {
    ...MAY,
    application: 'Interaction Analytics',
    entity: 'Chat',
    activity: 'Interaction Viewed',
  }
  const viewed = () =>
    events.filter(
      event =>
        inMay(event) &&
        event.application === 'Interaction Analytics' &&
        event.entity.type === 'Chat' &&
        event.activity === 'Interaction Viewed',
    )

  test('every time is in the report, once, newest first, with when and who', async () => {
    const expected = viewed()
    expect(expected.length).toBeGreaterThan(50)
    const { rows, columns, cells } = await allOf('cxone-activity', question)
    expect(rows.map(({ id }) => id).toSorted()).toEqual(expected.map(({ id }) => String(id)).toSorted())
    expect(rows.map(({ occurredAt }) => occurredAt)).toEqual(
      rows.map(({ occurredAt }) => occurredAt).toSorted((a, b) => (a < b ? 1 : -1)),
    )
    const byId = new Map(expected.map(event => [event.id, event]))
    const cell = (row: string[], column: string) => row[columns.indexOf(column)]
    for (const row of cells) {
      const event = byId.get(cell(row, 'Event ID') ?? '')
      expect(cell(row, 'Event Time (UTC)')).toBe(new Date(event?.occurredAt ?? '').toISOString())
      expect(cell(row, 'Triggered By')).toBe(event?.actor.name ?? event?.actor.id)
      expect(cell(row, 'Instance')).toBe(event?.entity.id ?? '')
      expect(cell(row, 'Outcome')).toBe(event?.outcome ?? 'SUCCESS')
      expect([cell(row, 'Entity'), cell(row, 'Activity'), cell(row, 'Application')]).toEqual([
        'Chat',
        'Interaction Viewed',
        'Interaction Analytics',
      ])
    }
  })

  test('it was Clarissa Dalloway and her colleagues, and each of them as often as the loop says', async () => {
    const summary = await get<{
      total: number
      actors: number
      facets: { actor: { value: string; count: number; label?: string }[] }
    }>('/v1/reports/cxone-activity/summary', question)
    const expected = new Map<string, number>()
    for (const { actor } of viewed()) expected.set(actor.id, (expected.get(actor.id) ?? 0) + 1)
    expect([summary.total, summary.actors]).toEqual([viewed().length, expected.size])
    expect(new Map(summary.facets.actor.map(({ value, count }) => [value, count]))).toEqual(expected)
    expect(summary.facets.actor.map(({ label }) => label)).toContain('Clarissa Dalloway')

    const colleagues = { ...question, '-actor': 'Clarissa Dalloway' }
    const { rows } = await allOf('cxone-activity', colleagues)
    expect(rows).toHaveLength(viewed().filter(({ actor }) => actor.name !== 'Clarissa Dalloway').length)
  })

  test('the choices of Entity and Activity are those that occurred in May under the other filters', async () => {
    const { facets } = await get<{ facets: Record<string, { value: string; count: number }[]> }>(
      '/v1/reports/cxone-activity/summary',
      { ...MAY, application: 'Interaction Analytics' },
    )
    const inApplication = events.filter(
      event => inMay(event) && event.application === 'Interaction Analytics',
    )
    for (const [field, valueOf] of [
      ['entity', (event: SampleEvent) => event.entity.type],
      ['activity', (event: SampleEvent) => event.activity],
    ] as const)
      expect(new Set(facets[field]?.map(({ value }) => value))).toEqual(new Set(inApplication.map(valueOf)))
  })
})

test('CXone: all user names that changed in May, as User.userName with both values', async () => {
  const changes = events
    .filter(event => inMay(event) && event.entity.type === 'User')
    .flatMap(({ id, changes: list = [] }) =>
      list.filter(({ attribute }) => attribute === 'userName').map(change => ({ id, ...change })),
    )
  const { columns, cells } = await allOf('cxone-changes', { ...MAY, q: 'entity:User attr:userName' })
  const found = cells
    .map(row => Object.fromEntries(columns.map((label, i) => [label, row[i] ?? ''])))
    .filter(row => row['Attribute'] === 'User.userName')
  expect(found.map(row => `${row['Previous Value']} → ${row['Changed Value']}`).toSorted()).toEqual(
    changes.map(({ old, new: now }) => `${textOf(old)} → ${textOf(now)}`).toSorted(),
  )
  expect(found.length).toBeGreaterThan(0)
})

test('the catalog of both documents describes everything that the sample does, and its categories are used', async () => {
  const shown = await command(['catalog', 'show', '--undescribed'], env)
  expect(shown.code).toBe(0)
  expect(shown.stdout.trim().split('\n')).toHaveLength(1)
  expect(shown.stderr).toMatch(/, 0 of them undescribed/)

  const all = JSON.parse((await command(['catalog', 'show', '--json'], env)).stdout) as {
    applications: { entities: { activities: { seen?: { count: number } }[] }[] }[]
  }
  const counts = all.applications.flatMap(a =>
    a.entities.flatMap(e => e.activities.map(x => x.seen?.count ?? 0)),
  )
  expect(counts.reduce((sum, n) => sum + n, 0)).toBe(EVENTS)
})

test('catalogs of the other vendors are taken in beside it, and a bad file changes nothing', async () => {
  for (const name of ['commbox', 'liveperson', '8x8'])
    expect((await command(['catalog', 'import', name], env)).code, name).toBe(0)
  const absent = await command(['catalog', 'import', 'no-such-catalog.json'], env)
  expect([absent.code, absent.stderr]).toEqual([1, expect.stringContaining('cxone')])
  const table = await command(['catalog', 'show', '--silent-since', '2026-06-01'], env)
  expect(table.stdout).toMatch(/^CommBox › Agent › Block +disable +never$/m)
})

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
