import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Daybook } from '@daybook/sdk'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { command } from './command-line.ts'
import { startDaybook, type DaybookProcess } from './daybook.ts'

const SLOW_MS = 180_000
/** So many that each application occurs, whatever the time of day is. */
const SAMPLE = 6000
const COUNTED = new Intl.NumberFormat('en').format(SAMPLE)
let daybook: DaybookProcess
let env: Record<string, string>

beforeAll(async () => {
  daybook = await startDaybook({ sample: SAMPLE })
  env = { DAYBOOK_URL: daybook.url, DAYBOOK_KEY: daybook.key, DAYBOOK_DATA: daybook.directory }
  const entered = () => expect(daybook.output()).toContain('sample events are recorded')
  await vi.waitFor(entered, { timeout: SLOW_MS })
}, SLOW_MS)

afterAll(() => daybook.stop())

test('a start with a sample says where Daybook is and enters exactly that many events, marked as sample', async () => {
  const client = new Daybook({ url: daybook.url, key: daybook.key })
  expect(daybook.output()).toContain(`Daybook is ready at ${daybook.url}`)
  expect((await client.summary('activity')).total).toBe(SAMPLE)
  expect((await client.session()).sample).toBe(true)
  const left = (await client.keys()).filter(key => key.label === 'sample' && key.revokedAt === undefined)
  expect(left).toEqual([])
})

test('the sample comes with its catalog: edit links and sensitive attributes, and one application left to describe', async () => {
  const client = new Daybook({ url: daybook.url, key: daybook.key })
  const { applications } = await client.catalog()
  const users = applications
    .flatMap(one => one.entities)
    .find(one => one.editLink?.endsWith('/users/{entity.id}'))
  expect(users?.sensitive).toEqual(['profile.phone', 'email'])
  expect(applications.filter(one => !one.described).map(one => one.application)).toEqual([
    'Journey Orchestration',
  ])
})

test("a report is asked by the same text as in the search bar: rows, numbers, groups, a vendor's layout", async () => {
  const client = new Daybook({ url: daybook.url, key: daybook.key })
  const q = 'category:update outcome:success'
  const { total } = await client.summary('changes', { q })
  expect(total).toBeGreaterThan(100)

  const lines = await command(
    ['report', 'changes', '--q', q, '--format', 'json', '--limit', String(total)],
    env,
  )
  expect(lines.code, lines.stderr).toBe(0)
  const rows = lines.stdout.trim().split('\n')
  expect(rows).toHaveLength(total)
  expect(JSON.parse(rows[0] ?? '')).toHaveProperty('attribute')

  const csv = await command(
    ['report', 'changes', '--q', q, '--columns', 'attribute,new', '--limit', '3', '--format', 'csv'],
    env,
  )
  expect(csv.stdout.split('\r\n')[0]).toBe('Attribute,Changed value')
  expect(csv.stderr).toContain('There are more rows')

  const summary = await command(['report', 'changes', '--q', q, '--summary', '--format', 'json'], env)
  expect(JSON.parse(summary.stdout)).toMatchObject({ total })

  const groups = await command(
    ['report', '--groups', 'application,category', '--format', 'json', '--limit', '500'],
    env,
  )
  const counts = groups.stdout
    .trim()
    .split('\n')
    .map(line => Number((JSON.parse(line) as { count: string }).count))
  expect(counts.reduce((sum, n) => sum + n, 0)).toBe(SAMPLE)

  const layout = await command(['report', '8x8-audit-events', '--limit', '1', '--format', 'csv'], env)
  expect(layout.stdout).toMatch(/^displayName,customerID,auditTimestamp,eventType,/)

  const wrong = await command(['report', '--q', 'aplication:UserHub'], env)
  expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('application')])
  expect((await command(['report', '--columns', 'nonsense'], env)).code).toBe(2)
})

test('an entity is shown by its history and by its state at a time', async () => {
  const client = new Daybook({ url: daybook.url, key: daybook.key })
  const { rows } = await client.rows('changes', { entity: 'User', limit: 1, order: 'oldest' })
  const [row] = rows
  const about = ['entity', 'User', row?.entity.id ?? '']
  const history = await command(about, env)
  expect(history.stdout).toContain(row?.attribute)
  const state = await command([...about, '--at', 'now', '--format', 'json'], env)
  expect(JSON.parse(state.stdout)).toMatchObject({ entity: { type: 'User' } })
})

test('a tenant shows its time zone, and takes another', async () => {
  expect((await command(['tenant', 'show'], env)).stdout).toBe('default\tUTC\n')
  expect((await command(['tenant', 'zone', 'Europe/Lisbon'], env)).stdout).toBe('default\tEurope/Lisbon\n')
  expect((await command(['tenant', 'zone', 'Mars/Olympus'], env)).code).toBe(1)
})

test('a key does what its scope says and nothing more, until it is revoked', async () => {
  const created = await command(['key', 'create', '--scope', 'read', '--label', 'reports'], env)
  expect(created.code, created.stderr).toBe(0)
  expect(created.stdout).toMatch(/^dbk_\w{8}_[\w-]{43}\n$/)
  const client = new Daybook({ url: daybook.url, key: created.stdout.trim() })
  expect((await client.session()).scopes).toEqual(['read'])
  await expect(client.send([])).resolves.toMatchObject({ results: [] })
  await expect(client.keys()).rejects.toMatchObject({ code: 'FORBIDDEN' })

  const listed = await command(['key', 'list', '--json'], env)
  const keys = listed.stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as { id: string; label?: string })
  const id = keys.find(key => key.label === 'reports')?.id ?? ''
  expect((await command(['key', 'revoke', id], env)).code).toBe(0)
  expect((await command(['key', 'revoke', '018f0000-0000-7000-8000-000000000000'], env)).code).toBe(1)
  const table = await command(['key', 'list'], env)
  expect(table.stdout).toMatch(new RegExp(`^${id}  .*revoked`, 'm'))
})

test('the same sample is written byte for byte each time, and another one for another seed', async () => {
  const [one, two, other] = await Promise.all(
    ['7', '7', '8'].map(seed => command(['sample', '--events', '500', '--seed', seed], {})),
  )
  expect(one?.stdout.trim().split('\n')).toHaveLength(500)
  expect(two?.stdout).toBe(one?.stdout)
  expect(other?.stdout).not.toBe(one?.stdout)
})

test.each([
  [['nonsense'], 2],
  [['import'], 2],
  [['import', '--batch', '0', 'x'], 2],
  [['import', '--format', 'nonsense', 'x'], 2],
  [['import', '--resume', '--restart', 'x'], 2],
  [['import', '--format', 'csv', 'x.csv'], 2],
  [['key', 'create', '--scope', 'everything'], 2],
  [['import', '/does/not/exist.ndjson'], 1],
  [['import', '--map', 'no-such-mapping', 'x.csv'], 1],
  [['--help'], 0],
  [['import', '--help'], 0],
] as const)('%j ends with %i', async (args, code) => {
  const ended = await command(args, env)
  expect(ended.code, ended.stderr).toBe(code)
  expect(ended.stderr + ended.stdout).not.toContain('    at ')
})

test('without a key, and with a wrong one, the way out is told', async () => {
  const without = await command(['key', 'list'], { ...env, DAYBOOK_KEY: '' })
  expect([without.code, without.stderr]).toEqual([2, expect.stringContaining('DAYBOOK_KEY')])
  const wrong = await command(['key', 'list'], { ...env, DAYBOOK_KEY: 'dbk_wrongkey' })
  expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('UNAUTHENTICATED')])
})

test(
  'fsck and rebuild refuse while a server runs, and prove that the index is a copy once it does not',
  { timeout: SLOW_MS },
  async () => {
    for (const refused of await Promise.all(['fsck', 'rebuild'].map(name => command([name], env))))
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('DATA_DIRECTORY_IN_USE')])
    const directory = daybook.directory
    await daybook.kill()
    const before = await command(['fsck', '--json'], env)
    const rebuilt = await command(['rebuild'], env)
    const after = await command(['fsck'], env)
    expect(before.code, before.stderr).toBe(0)
    expect(JSON.parse(before.stdout)).toMatchObject({ ok: true, entries: SAMPLE, findings: [] })
    expect([rebuilt.code, rebuilt.stdout]).toEqual([0, expect.stringContaining(`${COUNTED} entries`)])
    expect([after.code, after.stdout]).toEqual([0, expect.stringContaining(`agree: ${COUNTED} entries`)])
    daybook = await startDaybook({ directory })
  },
)

test('a settings file with a mistake is refused with its place', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'daybook-cli-'))
  const ended = await command(['start', '--config', join(directory, 'absent.env')], {})
  expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining('cannot be read')])
  await rm(directory, { recursive: true })
})
