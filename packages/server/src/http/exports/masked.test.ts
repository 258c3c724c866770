/** Guarantees of exports for somebody from whom values are hidden: no file shows them, none outlives the right. */
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, it } from 'vitest'

import type { ExportView, Manifest } from '../../exports/index.ts'
import { bearer, event, startTestServer, type TestServer } from '../../testing/server.ts'
import { parquetColumns, readParquet } from '../../testing/parquet.ts'
import { isSettled, until } from '../../testing/until.ts'

const SECRET = 'clarissa@secret.example'
const catalog = (sensitive: string[]) => ({
  applications: [{ application: 'UserHub', entities: [{ entity: 'User', sensitive, activities: [] }] }],
})

let server: TestServer
let reader: Record<string, string>
let trusted: Record<string, string>
beforeAll(async () => {
  server = await startTestServer({ exportSettings: { pollMs: 20 } })
  await describeAs(['email'])
  const changes = [
    { attribute: 'email', old: SECRET, new: SECRET },
    { attribute: 'role', old: 'agent', new: 'lead' },
  ]
  await server.post('/v1/events?wait=indexed', {
    events: [event({ changes, state: { email: SECRET, role: 'lead' } })],
  })
  reader = bearer(await server.key(['read']))
  trusted = bearer(await server.key(['read', 'sensitive']))
})
afterAll(async () => server.end())

async function describeAs(sensitive: string[]): Promise<void> {
  await server.call('/v1/catalog?replace=true', {
    method: 'PUT',
    body: JSON.stringify(catalog(sensitive)),
    headers: { 'content-type': 'application/json' },
  })
}

const at = async (path: string, as: Record<string, string>): Promise<Response> =>
  server.call(`/v1/exports${path}`, { headers: as })

/** As CSV writes it. */
function shown(cell: unknown): string {
  return cell instanceof Date ? cell.toISOString() : String(cell)
}

async function made(body: object, as: Record<string, string>): Promise<ExportView> {
  const answer = await server.post('/v1/exports', body, as)
  expect(answer.status).toBe(201)
  const { id } = (await answer.json()) as ExportView
  return until(async () => (await (await at(`/${id}`, as)).json()) as ExportView, isSettled)
}

it.each([
  ['activity', 'csv'],
  ['changes', 'csv'],
  ['activity', 'ndjson'],
  ['changes', 'ndjson'],
  ['8x8-audit-events', 'csv'],
])('%s as %s shows hidden values only to who may see them', async (report, format) => {
  for (const [as, seen] of [
    [reader, false],
    [trusted, true],
  ] as const) {
    const { id, state } = await made({ report, format }, as)
    expect(state).toBe('ready')
    const text = await (await at(`/${id}/file`, as)).text()
    expect([report, format, text.includes(SECRET)]).toEqual([report, format, seen])
    expect(text).toContain('lead')
    expect((await (await at(`/${id}/manifest`, as)).json()) as Manifest).toMatchObject({ masked: !seen })
  }
})

it.each(['activity', 'changes', '8x8-audit-events'])(
  '%s as Parquet has the types that it has for everybody, and the cells that CSV has for the same reader',
  async report => {
    const fileOf = async (format: string, as: Record<string, string>) => {
      const csv = { bom: false, guardFormulas: false }
      const { id } = await made({ report, format, q: 'app:UserHub', csv }, as)
      return Buffer.from(await (await at(`/${id}/file`, as)).arrayBuffer())
    }
    const [mine, whole] = [await fileOf('parquet', reader), await fileOf('parquet', trusted)]
    expect(parquetColumns(mine)).toEqual(parquetColumns(whole))
    for (const [file, as, seen] of [
      [mine, reader, false],
      [whole, trusted, true],
    ] as const) {
      const rows = await readParquet(file)
      const texts = rows.map(row => Object.values(row).map(shown))
      const [, ...cells] = parse(await fileOf('csv', as), { record_delimiter: '\r\n' })
      expect(texts).toEqual(cells)
      expect(JSON.stringify(texts).includes(SECRET)).toBe(seen)
    }
  },
)

it('an order by values that are hidden is refused', async () => {
  const answer = await server.post('/v1/exports', { report: 'changes', format: 'csv', sort: 'old' }, reader)
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'FORBIDDEN'])
})

it(
  'a file that shows what became sensitive later cannot be downloaded any more',
  { timeout: 30_000 },
  async () => {
    const { id } = await made({ report: 'changes', format: 'csv' }, reader)
    expect((await at(`/${id}/file`, reader)).status).toBe(200)
    await describeAs(['email', 'role'])
    // The catalog is remembered for some seconds.
    const ended = await until(
      async () => (await at(`/${id}/file`, reader)).status,
      status => status !== 200,
    )
    expect(ended).toBe(403)
  },
)
