/**
 * Questions that people really ask, about data that really happened: imported by the command line, asked over HTTP, and
 * held against the files themselves, which are read here by other means.
 */
import { createReadStream, existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { command } from './command-line.ts'
import { startDaybook, type DaybookProcess } from './daybook.ts'

const REAL_DATA = process.env['DAYBOOK_SHARED_DATA'] ?? join(import.meta.dirname, '../../shared/data')
const INCIDENTS = join(REAL_DATA, 'servicenow_incident_audit/incident_event_log.csv.gz')
const CLOUDTRAIL = join(REAL_DATA, 'aws_cloudtrail_invictus/cloudtrail.ndjson.gz')
const SLOW_MS = 300_000

let daybook: DaybookProcess
let directory: string
let env: Record<string, string>

describe.skipIf(!existsSync(REAL_DATA))('the real data answers', () => {
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'daybook-real-'))
    daybook = await startDaybook()
    env = { DAYBOOK_URL: daybook.url, DAYBOOK_KEY: daybook.key, XDG_STATE_HOME: directory }
    const files = [['--map', 'servicenow-incident', INCIDENTS], [CLOUDTRAIL]]
    for (const args of files) {
      const ended = await command(['import', ...args], env)
      expect(ended.code, ended.stderr).toBe(0)
    }
    const shown = async () =>
      expect(await get('activity/summary', {})).toMatchObject({ total: 119_998 + 2900 })
    await vi.waitFor(shown, { timeout: 60_000, interval: 200 })
  }, SLOW_MS)
  afterAll(async () => {
    await daybook.stop()
    await rm(directory, { recursive: true, force: true })
  })

  test('who closed most incidents, month by month', { timeout: SLOW_MS }, async () => {
    const closed = await closedByMonth()
    const asked = { q: 'app:ServiceNow entity:Incident activity:Closed', by: 'month', sort: 'value' }
    const months = await get<Groups>('activity/groups', asked)
    expect(months.groups.map(({ value }) => value)).toEqual([...closed.keys()].toSorted())
    expect(months.groups.length).toBeGreaterThan(5)

    for (const { value: month, count } of months.groups) {
      const people = closed.get(month) ?? new Map<string, number>()
      expect(count).toBe([...people.values()].reduce((sum, n) => sum + n, 0))
      const { groups, total } = await get<Groups>('activity/groups', {
        q: asked.q,
        path: 'month',
        value: month,
        by: 'actor',
        limit: '5',
      })
      expect(total).toBe(people.size)
      expect(groups.map(({ value, count: n }) => [value, n])).toEqual(mostOf(people).slice(0, 5))
    }
  })

  test('every change of the priority of one incident', { timeout: SLOW_MS }, async () => {
    const { incident, changes } = await mostPrioritised()
    expect(changes.length).toBeGreaterThan(2)
    const { rows } = await get<{ rows: ChangeRow[] }>('changes/rows', {
      q: `entity:Incident instance:"${incident}" attr:priority`,
      order: 'oldest',
      limit: '1000',
    })
    expect(rows.map(({ actor, old, new: now }) => [actor.id, old, now])).toEqual(changes)
  })

  test('all failed CloudTrail calls, by actor', { timeout: SLOW_MS }, async () => {
    const { byActor, calls } = await failedCalls()
    const { groups, total } = await get<Groups>('activity/groups', {
      q: '-app:ServiceNow outcome:failure',
      by: 'actor',
      limit: '500',
    })
    expect(total).toBe(byActor.size)
    expect(groups.map(({ value, count }) => [value, count])).toEqual(mostOf(byActor))

    const [worst] = groups
    const { rows } = await get<{ rows: { activity: string; occurredAt: string; outcome: string }[] }>(
      'activity/rows',
      { q: '-app:ServiceNow outcome:failure', path: 'actor', value: worst?.value ?? '', limit: '1000' },
    )
    expect(rows.map(row => `${row.occurredAt.slice(0, 19)}Z ${row.activity}`).toSorted()).toEqual(
      calls
        .filter(call => call.actor === worst?.value)
        .map(({ at, name }) => `${at} ${name}`)
        .toSorted(),
    )
  })
})

interface Groups {
  groups: { value: string; count: number }[]
  total: number
}

interface ChangeRow {
  actor: { id: string }
  old?: string
  new?: string
}

async function get<T>(path: string, parameters: Record<string, string>): Promise<T> {
  const address = `${daybook.url}/v1/reports/${path}?${new URLSearchParams(parameters).toString()}`
  const answer = await fetch(address, { headers: { authorization: `Bearer ${daybook.key}` } })
  expect(answer.status, address).toBe(200)
  return (await answer.json()) as T
}

/** Most first; those that are equal by name, as the API has them. */
function mostOf(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].toSorted(([a, n], [b, m]) => m - n || Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

async function* linesOf(file: string): AsyncGenerator<string> {
  yield* createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Infinity })
}

interface Update {
  incident: string
  state: string
  priority: string
  by: string
  /** minutes of `d/m/yyyy H:MM`, read as UTC */
  month: string
}

/** The log has no quotes: a line's cells are between its commas. */
async function* updates(): AsyncGenerator<Update> {
  let names: string[] | undefined
  for await (const line of linesOf(INCIDENTS)) {
    const cells = line.split(',')
    if (names === undefined) {
      names = cells
      continue
    }
    expect(cells.length).toBe(names.length)
    const cell = (name: string) => (cells[names?.indexOf(name) ?? -1] ?? '').trim()
    const [, month = '', year = ''] = cell('sys_updated_at').split(' ')[0]?.split('/') ?? []
    yield {
      incident: cell('number'),
      state: cell('incident_state'),
      priority: cell('priority'),
      by: cell('sys_updated_by'),
      month: `${year}-${month.padStart(2, '0')}-01T00:00:00.000Z`,
    }
  }
}

async function closedByMonth(): Promise<Map<string, Map<string, number>>> {
  const closed = new Map<string, Map<string, number>>()
  const states = new Map<string, string>()
  for await (const { incident, state, by, month } of updates()) {
    if (state === 'Closed' && states.get(incident) !== 'Closed') {
      const people = closed.get(month) ?? new Map<string, number>()
      closed.set(month, people.set(by, (people.get(by) ?? 0) + 1))
    }
    states.set(incident, state)
  }
  return closed
}

/** The incident whose priority changed most often, and how: who, from what, to what. */
async function mostPrioritised(): Promise<{ incident: string; changes: [string, string, string][] }> {
  const last = new Map<string, string>()
  const changes = new Map<string, [string, string, string][]>()
  for await (const { incident, priority, by } of updates()) {
    const before = last.get(incident)
    if (before !== undefined && before !== priority)
      changes.set(incident, [...(changes.get(incident) ?? []), [by, before, priority]])
    last.set(incident, priority)
  }
  const [most] = [...changes].toSorted(([, a], [, b]) => b.length - a.length)
  const [incident, its] = most ?? ['', []]
  // What an incident began with is a change from nothing.
  const first = await firstPriority(incident)
  return { incident, changes: first === undefined ? its : [first as [string, string, string], ...its] }
}

async function firstPriority(incident: string): Promise<unknown[] | undefined> {
  for await (const update of updates())
    if (update.incident === incident) return [update.by, undefined, update.priority]
  return undefined
}

interface Call {
  actor: string
  name: string
  at: string
}

async function failedCalls(): Promise<{ byActor: Map<string, number>; calls: Call[] }> {
  const calls: Call[] = []
  for await (const line of linesOf(CLOUDTRAIL)) {
    const record = JSON.parse(line) as CloudTrailRecord
    const failed = record.errorCode !== undefined || record.responseElements?.ConsoleLogin === 'Failure'
    if (!failed) continue
    const { sessionContext, principalId, ...who } = record.userIdentity
    const role = who.type === 'AssumedRole' ? sessionContext?.sessionIssuer?.principalId : undefined
    const actor = role ?? principalId ?? who.invokedBy ?? who.arn ?? who.accountId ?? who.type ?? 'unknown'
    calls.push({ actor, name: record.eventName, at: record.eventTime })
  }
  const byActor = new Map<string, number>()
  for (const { actor } of calls) byActor.set(actor, (byActor.get(actor) ?? 0) + 1)
  return { byActor, calls }
}

interface CloudTrailRecord {
  eventName: string
  eventTime: string
  errorCode?: string
  responseElements?: { ConsoleLogin?: string } | null
  userIdentity: {
    type?: string
    principalId?: string
    invokedBy?: string
    arn?: string
    accountId?: string
    sessionContext?: { sessionIssuer?: { principalId?: string } }
  }
}
