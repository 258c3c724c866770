import { existsSync, readFileSync, watch, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Daybook, type FilterValues } from '@daybook/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { command, startCommand } from './command-line.ts'
import { startDaybook, type DaybookProcess } from './daybook.ts'
import type { Ran } from './processes.ts'

const REAL_DATA = process.env['DAYBOOK_SHARED_DATA'] ?? join(import.meta.dirname, '../../shared/data')
const SLOW_MS = 300_000

let daybook: DaybookProcess
let directory: string
let positions: string
let env: Record<string, string>
let client: Daybook

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'daybook-import-'))
  positions = join(directory, 'state/daybook/imports')
  await mkdir(positions, { recursive: true })
  daybook = await startDaybook()
  env = { DAYBOOK_URL: daybook.url, DAYBOOK_KEY: daybook.key, XDG_STATE_HOME: join(directory, 'state') }
  client = new Daybook({ url: daybook.url, key: daybook.key })
}, SLOW_MS)

afterAll(async () => {
  await daybook.stop()
  await rm(directory, { recursive: true, force: true })
})

interface Counts {
  sent: number
  recorded: number
  duplicate: number
  rejected: number
}

/** The sums that a finished import prints; they have to add up. */
function countsOf(ended: Ran): Counts {
  const counts: Counts = { sent: 0, recorded: 0, duplicate: 0, rejected: 0 }
  for (const [, name, value] of ended.stdout.matchAll(
    /^ {2}(sent|recorded|duplicate|rejected) +([\d,]+)/gm,
  )) {
    counts[name as keyof Counts] += Number(value?.replaceAll(',', ''))
  }
  expect(counts.recorded + counts.duplicate + counts.rejected, ended.stdout + ended.stderr).toBe(counts.sent)
  return counts
}

async function importing(...args: string[]): Promise<Ran> {
  return command(['import', ...args], env)
}

/** Waits until reports show so many entries. */
async function expectTotal(query: FilterValues, total: number, as = client): Promise<void> {
  const shown = async () => (await as.summary('activity', query)).total
  await expect.poll(shown, { timeout: 60_000, interval: 100 }).toBe(total)
}

/** Sends the signal as soon as the import has kept a position for the first time. */
async function interrupted(signal: NodeJS.Signals, args: string[], as = env): Promise<Ran> {
  const watching = watch(positions)
  const running = startCommand(['import', ...args], as)
  watching.on('change', (_event, name) => {
    if (!String(name).endsWith('.json')) return
    watching.close()
    running.kill(signal)
  })
  const ended = await running.ended
  watching.close()
  return ended
}

function sampleLine(id: number, more: object = {}): string {
  return JSON.stringify({
    id: `0190aaaa-0000-7000-8000-${String(id).padStart(12, '0')}`,
    occurredAt: '2026-05-04T07:00:00Z',
    application: 'Import test',
    activity: 'Edit',
    actor: { id: 'u-17' },
    entity: { type: 'User', id: 'u-42' },
    ...more,
  })
}

test(
  'rejected lines are told with their numbers and reasons, and the others are entered',
  { timeout: SLOW_MS },
  async () => {
    const file = join(directory, 'mixed.ndjson')
    const lines = [
      sampleLine(1),
      'this is no JSON',
      sampleLine(2),
      sampleLine(3, { outcome: 'MAYBE' }),
      '',
      sampleLine(1, { comment: 'other content under the same id' }),
      sampleLine(4),
    ]
    writeFileSync(file, lines.join('\n'))

    const ended = await importing(file)

    expect(ended.code, ended.stderr).toBe(3)
    expect(countsOf(ended)).toEqual({ sent: 6, recorded: 3, duplicate: 0, rejected: 3 })
    const rejected = readFileSync(`${file}.rejected.ndjson`, 'utf8')
      .trim()
      .split('\n')
      .map(
        line =>
          JSON.parse(line) as { line: number; original: string; problems: { code: string; path: string }[] },
      )
    expect(rejected.map(one => [one.line, one.problems[0]?.code, one.problems[0]?.path])).toEqual([
      [2, 'LINE_NOT_JSON', ''],
      [4, 'VALUE_UNKNOWN', '/outcome'],
      [6, 'CONFLICT', '/id'],
    ])
    expect(rejected.map(one => one.original)).toEqual([lines[1], lines[3], lines[5]])
    await expectTotal({ application: 'Import test' }, 3)
    expect(await readdir(positions)).toEqual([])
  },
)

test(
  'a pipe is imported, and its lines without ids are not entered again',
  { timeout: SLOW_MS },
  async () => {
    const line = sampleLine(0, { application: 'Pipe', id: undefined })
    const once = await command(['import', '--format', 'daybook', '-'], env, `${line}\n${line}\n`)
    const again = await command(['import', '-'], env, `${line}\n${line}\n`)
    expect(countsOf(once)).toEqual({ sent: 2, recorded: 2, duplicate: 0, rejected: 0 })
    expect(countsOf(again)).toEqual({ sent: 2, recorded: 0, duplicate: 2, rejected: 0 })
  },
)

test('a dry run says what would happen and sends nothing', { timeout: SLOW_MS }, async () => {
  const file = join(directory, 'dry.ndjson')
  writeFileSync(
    file,
    `${sampleLine(70, { application: 'Dry' })}\n${sampleLine(71, { application: 'Dry', activity: '' })}\n`,
  )

  const ended = await command(['import', '--dry-run', file], { XDG_STATE_HOME: join(directory, 'state') })

  expect(ended.code).toBe(3)
  expect(ended.stdout).toContain('accepted  1')
  expect(ended.stderr).toContain('dry.ndjson:2: EMPTY_TEXT /activity')
  expect((await client.summary('activity', { application: 'Dry' })).total).toBe(0)
})

test(
  'an import that is killed goes on when it is run again, and ends with every event once',
  { timeout: SLOW_MS },
  async () => {
    const file = join(directory, 'sample.ndjson')
    const made = await command(['sample', '--events', '30000', '--seed', '5', '-o', file], env)
    expect(made.code, made.stderr).toBe(0)
    const ids = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map(line => (JSON.parse(line) as { id: string }).id)

    const own = await client.createKey({ scopes: ['ingest', 'read'], tenant: 'killed' })
    const as = { ...env, DAYBOOK_KEY: own.key }
    const args = ['--batch', '500', file]

    const killed = await interrupted('SIGKILL', args, as)
    const stopped = await interrupted('SIGINT', args, as)
    const ended = await command(['import', ...args], as)

    expect(killed.code).toBeNull()
    expect(stopped.code, stopped.stderr).toBe(130)
    expect(stopped.stderr).toContain('going on after line')
    expect(ended.stderr).toContain('going on after line')
    expect(ended.code, ended.stderr).toBe(0)
    const counts = countsOf(ended)
    expect([counts.sent, counts.rejected]).toEqual([30_000, 0])

    const seen: string[] = []
    const query = { from: '2020-01-01T00:00:00Z', limit: 1000 }
    const reader = new Daybook({ url: daybook.url, key: own.key })
    await expectTotal({}, 30_000, reader)
    for await (const row of reader.rowsAll('activity', query)) seen.push(row.id)
    expect(seen).toHaveLength(30_000)
    expect(new Set(seen)).toEqual(new Set(ids))
  },
)

test('a stopped import into one tenant does not leave a hole in another', { timeout: SLOW_MS }, async () => {
  const file = join(directory, 'two-tenants.ndjson')
  expect((await command(['sample', '--events', '20000', '--seed', '6', '-o', file], env)).code).toBe(0)
  const first = await client.createKey({ scopes: ['ingest'], tenant: 'first' })
  const second = await client.createKey({ scopes: ['ingest'], tenant: 'second' })

  const stopped = await interrupted('SIGKILL', ['--batch', '500', file], { ...env, DAYBOOK_KEY: first.key })
  const ended = await command(['import', file], { ...env, DAYBOOK_KEY: second.key })

  expect(stopped.code).toBeNull()
  expect(ended.stderr).toContain('beginning at the beginning')
  expect(countsOf(ended)).toEqual({ sent: 20_000, recorded: 19_999, duplicate: 1, rejected: 0 })
})

describe.skipIf(!existsSync(REAL_DATA))(
  'real data (skipped where DAYBOOK_SHARED_DATA names no folder)',
  () => {
    test(
      'CloudTrail: 2,900 records are entered once, however often they are imported',
      { timeout: SLOW_MS },
      async () => {
        const file = join(REAL_DATA, 'aws_cloudtrail_invictus/cloudtrail.ndjson.gz')
        expect(countsOf(await importing(file))).toEqual({
          sent: 2900,
          recorded: 2900,
          duplicate: 0,
          rejected: 0,
        })
        expect(countsOf(await importing(file))).toEqual({
          sent: 2900,
          recorded: 0,
          duplicate: 2900,
          rejected: 0,
        })
        await expectTotal({ activity: 'ConsoleLogin' }, 2)
      },
    )

    test('Google Workspace: 325 activities become 371 entries', { timeout: SLOW_MS }, async () => {
      const files = ['admin', 'calendar', 'drive', 'groups_enterprise', 'login', 'user_accounts']
      const paths = files.map(name => join(REAL_DATA, `gws_invictus/${name}.json`))
      expect(countsOf(await importing('--format', 'google-workspace', ...paths))).toMatchObject({
        sent: 371,
        recorded: 371,
      })
      expect(countsOf(await importing(...paths))).toMatchObject({ sent: 371, duplicate: 371 })
      await expectTotal({ activity: 'login_failure', outcome: 'FAILURE' }, 5)
    })

    test(
      'incident states: killed in the middle, every row is entered once and reads like a history',
      { timeout: SLOW_MS },
      async () => {
        const file = join(REAL_DATA, 'servicenow_incident_audit/incident_event_log.csv.gz')
        const args = ['--map', 'servicenow-incident', file]

        const killed = await interrupted('SIGKILL', args)
        const ended = await importing(...args)

        expect(killed.code).toBeNull()
        expect(ended.code, ended.stderr).toBe(0)
        expect(countsOf(ended)).toMatchObject({ sent: 119_998, rejected: 0 })
        await expectTotal({ application: 'ServiceNow' }, 119_998)

        const rows: string[] = []
        const query = {
          entity: 'Incident',
          search: 'INC0000045',
          from: '2016-02-29T02:00:00Z',
          order: 'oldest' as const,
        }
        for await (const row of client.rowsAll('changes', query)) {
          const values = [row.old, row.new].map(value => (value === undefined ? '' : JSON.stringify(value)))
          rows.push(`${row.occurredAt} ${row.activity} ${row.attribute} ${values.join(' → ')}`)
        }
        expect(rows).toEqual([
          '2016-02-29T08:53:00.000Z Updated incident_state "New" → "Resolved"',
          '2016-03-05T12:00:00.000Z Closed active true → false',
          '2016-03-05T12:00:00.000Z Closed closed_at  → "2016-03-05T12:00:00.000Z"',
          '2016-03-05T12:00:00.000Z Closed closed_code  → "code 5"',
          '2016-03-05T12:00:00.000Z Closed incident_state "Resolved" → "Closed"',
          '2016-03-05T12:00:00.000Z Closed resolved_at  → "2016-02-29T11:29:00.000Z"',
          '2016-03-05T12:00:00.000Z Closed resolved_by  → "Resolved by 149"',
        ])
      },
    )
  },
)
