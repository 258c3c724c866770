/** Guarantees of exports over HTTP: every format holds exactly what was asked, for whoever asked, with a manifest that is true. */
import { createHash } from 'node:crypto'

import { parse } from 'csv-parse/sync'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { ExportView, Manifest } from '../../exports/index.ts'
import { bearer, event, startTestServer, type TestServer } from '../../testing/server.ts'
import { readParquet } from '../../testing/parquet.ts'
import { isSettled, until } from '../../testing/until.ts'

const FAST = { pollMs: 20, partRows: 7 }
const FORMATS = ['csv', 'xlsx', 'ndjson', 'parquet', 'pdf'] as const
const NOBODY = '01890000-0000-7000-8000-000000000000'
const TEXTS = [
  '=1+2',
  '007',
  '-5',
  'a\r\nb',
  'lone\rreturn',
  '"x", ;',
  '😀 עברית',
  '1899-12-31',
  '12345678901234567890',
]

let server: TestServer
/** ms that the server's clock is ahead */
let ahead = 0
let mine: Record<string, string>
beforeAll(async () => {
  server = await startTestServer({ exportSettings: FAST, clock: () => Date.now() + ahead })
  mine = bearer(await server.key(['read', 'ingest'], 'team'))
  const sent = Array.from({ length: 40 }, (_, i) =>
    event({
      occurredAt: new Date(Date.UTC(2026, 4, 4, 7, i)).toISOString(),
      comment: TEXTS[i % TEXTS.length],
      actor: { id: `u-${i % 3}`, name: 'Clarissa Dalloway' },
      changes: [
        { attribute: 'role', old: TEXTS[i % TEXTS.length], new: i },
        { attribute: 'tags', new: ['a', i] },
      ],
    }),
  )
  const answer = await server.post('/v1/events?wait=indexed', { events: sent }, mine)
  expect(answer.status).toBe(201)
})
afterAll(async () => server.end())

const ask = async (body: object, as = mine): Promise<Response> => server.post('/v1/exports', body, as)
const at = async (path: string, as = mine, headers: Record<string, string> = {}): Promise<Response> =>
  server.call(`/v1/exports${path}`, { headers: { ...as, ...headers } })
const send = async (method: string, path: string, as = mine): Promise<Response> =>
  server.call(`/v1/exports${path}`, { method, headers: as })

async function view(id: string, as = mine): Promise<ExportView> {
  return (await (await at(`/${id}`, as)).json()) as ExportView
}

/** Waits until nothing more happens to it. */
const settled = async (id: string, as = mine): Promise<ExportView> =>
  until(async () => view(id, as), isSettled)

async function exported(
  body: object,
  as = mine,
): Promise<{ made: ExportView; file: Buffer; manifest: Manifest }> {
  const answer = await ask(body, as)
  expect(answer.status).toBe(201)
  const made = await settled(((await answer.json()) as ExportView).id, as)
  expect(made).toMatchObject({ state: 'ready', progress: { share: 1 } })
  const file = Buffer.from(await (await at(`/${made.id}/file`, as)).arrayBuffer())
  const manifest = (await (await at(`/${made.id}/manifest`, as)).json()) as Manifest
  return { made, file, manifest }
}

async function refusal(answer: Promise<Response>): Promise<[number, string]> {
  const got = await answer
  return [got.status, ((await got.json()) as { code: string }).code]
}

interface Row {
  id: string
  occurredAt: string
  index: number
  comment?: string
  changes?: unknown[]
}
async function rows(query = ''): Promise<Row[]> {
  const answer = await server.call(`/v1/reports/activity/rows?limit=1000${query}`, { headers: mine })
  return ((await answer.json()) as { rows: Row[] }).rows
}

describe('the file', () => {
  it.each(FORMATS)('as %s is what the manifest says, to the byte', async format => {
    const { made, file, manifest } = await exported({
      report: 'activity',
      format,
      q: 'app:UserHub',
      name: 'All of it',
    })
    const sha256 = createHash('sha256').update(file).digest('hex')
    expect(manifest.file).toMatchObject({ format, bytes: file.length, sha256, name: `All of it.${format}` })
    expect(manifest).toMatchObject({
      rows: 40,
      tenant: 'team',
      query: { words: 'events in UserHub' },
      zone: 'UTC',
    })
    expect(manifest.completeness).toMatchObject({ complete: true })
    expect(manifest.completeness.statement).toContain(`entry #${made.position.index}`)
    expect(made).toMatchObject({ bytes: file.length, sha256 })
  })

  it('as CSV has the rows of the report, texts as they are, names beside ids', async () => {
    const columns = ['occurredAt', 'actor', 'comment', 'changes', 'id']
    const body = {
      report: 'activity',
      q: 'app:UserHub',
      format: 'csv',
      columns,
      csv: { guardFormulas: false },
    }
    const { file } = await exported(body)
    expect(file.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    const [head, ...read] = parse(file, { bom: true, record_delimiter: '\r\n' })
    expect(head).toEqual([
      'Event time',
      'Triggered by',
      'Triggered by (ID)',
      'Comments',
      'Changes',
      'Event ID',
    ])
    const expected = (await rows('&q=app:UserHub')).map(row => [
      row.occurredAt,
      row.comment,
      row.changes,
      row.id,
    ])
    expect(
      read.map(([time, , , comment, changes, id]) => [time, comment, JSON.parse(changes ?? ''), id]),
    ).toEqual(expected)
    expect(read.every(([, name, id]) => name === 'Clarissa Dalloway' && /^u-\d$/.test(id ?? ''))).toBe(true)
  })

  it('as NDJSON has every field of every row', async () => {
    const { file } = await exported({
      report: 'activity',
      q: 'app:UserHub',
      format: 'ndjson',
      order: 'oldest',
    })
    const read = file
      .toString()
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as unknown)
    expect(read).toEqual(await rows('&q=app:UserHub&order=oldest'))
  })

  it('as Excel has real dates, texts that stay texts, and a cover', async () => {
    const body = {
      report: 'activity',
      q: 'app:UserHub',
      format: 'xlsx',
      zone: 'Europe/Lisbon',
      columns: ['occurredAt', 'comment', 'index'],
    }
    const { file, manifest } = await exported(body)
    const book = await readXlsx(file)
    expect(book.sheets.map(({ name }) => name)).toEqual(['About', 'Rows'])
    const [cover, sheet] = book.sheets
    const said = Object.fromEntries((cover?.rows ?? []).slice(2).map(([label, value]) => [label, value]))
    expect(said).toMatchObject({
      'What was asked': 'events in UserHub',
      'As a query': 'app:UserHub',
      'Time zone': 'Europe/Lisbon',
    })
    expect(said['SHA-256 of the rows']).toMatch(/^[0-9a-f]{64}$/)
    const [head, ...read] = sheet?.rows ?? []
    expect(head).toEqual(['Event time', 'Comments', 'Sequence'])
    const expected = (await rows('&q=app:UserHub')).map(({ occurredAt, comment, index }) => [
      new Date(Date.parse(occurredAt) + 3_600_000),
      comment,
      index,
    ])
    expect(read).toEqual(expected)
    expect(manifest).toMatchObject({ sheets: 1, cutCells: 0 })
  })

  it('as Parquet has typed columns', async () => {
    const { file } = await exported({
      report: 'activity',
      q: 'app:UserHub',
      format: 'parquet',
      columns: ['occurredAt', 'comment', 'index', 'actor'],
    })
    const read = await readParquet(file)
    const expected = (await rows('&q=app:UserHub')).map(({ occurredAt, comment, index }) => [
      new Date(occurredAt),
      comment,
      BigInt(index),
    ])
    expect(read.map(({ occurredAt, comment, index }) => [occurredAt, comment, index])).toEqual(expected)
  })

  it.each([
    '8x8-audit-events',
    'cxone-activity',
    'cxone-changes',
    'commbox-audit-trail',
    'liveperson-audit-trail',
  ])('of the layout %s has the vendor’s columns and spellings, in CSV, Excel and Parquet', async report => {
    const answer = await server.call(`/v1/reports/${report}/rows?limit=1000&q=app:UserHub`, { headers: mine })
    const { columns, cells } = (await answer.json()) as { columns: string[]; cells: string[][] }
    const csv = { bom: false, guardFormulas: false }
    const [text, workbook, parquet] = await Promise.all(
      ['csv', 'xlsx', 'parquet'].map(async format => exported({ report, format, q: 'app:UserHub', csv })),
    )
    expect(parse(text?.file ?? '', { record_delimiter: '\r\n' })).toEqual([columns, ...cells])
    const shown = (cell: unknown) => (cell instanceof Date ? cell.toISOString() : (cell ?? ''))
    const book = await readXlsx(workbook?.file ?? Buffer.of())
    expect(book.sheets[1]?.rows.map(row => row.map(shown))).toEqual([columns, ...cells])
    const read = await readParquet(parquet?.file ?? Buffer.of())
    expect(Object.keys(read[0] ?? {})).toEqual(columns)
    expect(read.map(row => Object.values(row).map(shown))).toEqual(cells)
  })

  it('guards formulas unless that is switched off, and says which', async () => {
    const of = async (csv: object) =>
      exported({ report: 'activity', q: 'app:UserHub', format: 'csv', columns: ['comment'], csv })
    const guarded = await of({})
    expect(guarded.file.toString()).toContain(`"'=1+2"`)
    expect(guarded.file.toString()).toContain('"-5"')
    expect(guarded.manifest.csv).toMatchObject({
      guardFormulas: true,
      guarded: 'apostrophe',
      bom: true,
      separator: ',',
    })
    const plain = await of({ guardFormulas: false, separator: ';', bom: false })
    expect(plain.file.toString()).toContain('"=1+2"')
    expect(plain.manifest.csv).toMatchObject({ guardFormulas: false, guarded: 'nothing', separator: ';' })
  })

  it('has no entry that was recorded after it was asked for', async () => {
    const answer = await ask({ report: 'activity', format: 'ndjson', q: 'app:Later' })
    await server.post('/v1/events?wait=indexed', event({ application: 'Later' }), mine)
    const { id } = (await answer.json()) as ExportView
    await settled(id)
    expect(await (await at(`/${id}/file`)).text()).toBe('')
  })
})

describe('a download', () => {
  it('goes on where it broke off, and never in another file', async () => {
    const { made, file } = await exported({ report: 'activity', q: 'app:UserHub', format: 'csv' })
    const part = async (range: string, more = {}) => {
      const answer = await at(`/${made.id}/file`, mine, { range, ...more })
      return { answer, bytes: Buffer.from(await answer.arrayBuffer()) }
    }
    const whole = await at(`/${made.id}/file`)
    const etag = whole.headers.get('etag') ?? ''
    expect(whole.headers.get('content-disposition')).toContain('attachment')
    const first = await part('bytes=0-99')
    const rest = await part('bytes=100-', { 'if-range': etag })
    expect([first.answer.status, rest.answer.status]).toEqual([206, 206])
    expect(rest.answer.headers.get('content-range')).toBe(`bytes 100-${file.length - 1}/${file.length}`)
    expect(Buffer.concat([first.bytes, rest.bytes])).toEqual(file)
    expect((await part('bytes=-5')).bytes).toEqual(file.subarray(-5))
    expect((await part('bytes=5-', { 'if-range': '"another"' })).bytes).toEqual(file)
    expect(await refusal(at(`/${made.id}/file`, mine, { range: `bytes=${file.length}-` }))).toEqual([
      416,
      'RANGE_NOT_SATISFIABLE',
    ])
  })

  it('is on record, like its request and its end, each once', async () => {
    const { made } = await exported({ report: 'changes', format: 'csv', name: 'On record' })
    await at(`/${made.id}/file`, mine, { range: 'bytes=3-' })
    await server.post('/v1/events?wait=indexed', event(), mine)
    const told = await rows(`&q=app:Daybook%20instance:${made.id}&order=oldest`)
    expect(told).toMatchObject([
      {
        activity: 'Request export',
        category: 'export',
        actor: { type: 'apiKey', name: expect.stringMatching(/^\w+…$/) },
        entity: { name: 'On record' },
      },
      { activity: 'Finish export', actor: { type: 'system' }, metadata: { sha256: made.sha256 } },
      {
        activity: 'Download export',
        category: 'export',
        actor: { type: 'apiKey', name: expect.stringMatching(/^\w+…$/) },
        metadata: { bytes: made.bytes },
      },
    ])
  })

  it('is not begun by who only asks about it: HEAD says all that a GET would, and nothing is told', async () => {
    const body = { report: 'activity', format: 'csv', name: 'Größe "x" 日本', q: 'app:UserHub' }
    const { id } = await settled(((await (await ask(body)).json()) as ExportView).id)
    const told = async () => {
      const own = (await server.record.tenants.ensure('team')).id
      const entries = await server.record.read(own, 0, 10_000)
      return entries.filter(
        ({ event: { activity, entity } }) => entity.id === id && activity === 'Download export',
      )
    }
    const asked = await server.call(`/v1/exports/${id}/file`, {
      method: 'HEAD',
      headers: { ...mine, range: 'bytes=0-1' },
    })
    expect([asked.status, await asked.text(), await told()]).toEqual([200, '', []])
    const got = await at(`/${id}/file`)
    for (const name of ['content-length', 'content-type', 'content-disposition', 'etag', 'accept-ranges'])
      expect([name, asked.headers.get(name)]).toEqual([name, got.headers.get(name)])
    expect(asked.headers.get('content-length')).toBe(String((await got.arrayBuffer()).byteLength))
    expect(asked.headers.get('content-disposition')).toBe(
      `attachment; filename="Gr__e x __.csv"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20x%20%E6%97%A5%E6%9C%AC.csv`,
    )
    expect(await told()).toHaveLength(1)
  })

  it('is for whoever asked, while they may read', async () => {
    const key = bearer(await server.key(['read'], 'team'))
    const { made } = await exported({ report: 'activity', format: 'csv' }, key)
    for (const as of [
      mine,
      bearer(await server.key(['read', 'admin'], 'team')),
      bearer(await server.key(['read'], 'stranger')),
    ]) {
      for (const path of ['', '/file', '/manifest'])
        expect(await refusal(at(`/${made.id}${path}`, as))).toEqual([404, 'NOT_FOUND'])
      expect(await refusal(send('DELETE', `/${made.id}`, as))).toEqual([404, 'NOT_FOUND'])
      expect(await refusal(send('POST', `/${made.id}/retry`, as))).toEqual([404, 'NOT_FOUND'])
    }
    const keys = (await (await server.call('/v1/keys?tenant=team')).json()) as { keys?: { id: string }[] }
    expect(keys).toBeDefined()
    expect(await refusal(at(`/${NOBODY}`))).toEqual([404, 'NOT_FOUND'])
    expect((await fetch(`${server.url}/v1/exports/${made.id}/file`)).status).toBe(401)
  })

  it('ends with the time of the file, and the export can be run again', async () => {
    const { made } = await exported({ report: 'activity', format: 'csv', q: 'app:UserHub' })
    ahead += 8 * 86_400_000
    expect(await refusal(at(`/${made.id}/file`))).toEqual([410, 'EXPORT_GONE'])
    expect((await send('POST', `/${made.id}/retry`)).status).toBe(200)
    expect(await settled(made.id)).toMatchObject({
      state: 'ready',
      sha256: made.sha256,
      position: made.position,
    })
  })
})

describe('a request', () => {
  it.each([
    [{ report: 'nonsense' }, 'INVALID_BODY'],
    [{ format: 'doc' }, 'INVALID_BODY'],
    [{ columns: ['nonsense'] }, 'INVALID_BODY'],
    [{ columns: ['id', 'id'] }, 'INVALID_BODY'],
    [{ zone: 'Mars/Olympus' }, 'INVALID_BODY'],
    [{ name: 'a\u0001b' }, 'INVALID_BODY'],
    [{ filter: { nonsense: ['x'] } }, 'INVALID_BODY'],
    [{ q: 'nonsense:x' }, 'INVALID_PARAMETER'],
    [{ from: 'yesterday' }, 'INVALID_PARAMETER'],
    [{ sort: 'nonsense' }, 'INVALID_PARAMETER'],
    [{ csv: { separator: 'x' } }, 'INVALID_BODY'],
  ])('%j is refused and leaves nothing', async (more, code) => {
    const before = ((await (await at('')).json()) as { exports: unknown[] }).exports.length
    expect(await refusal(ask({ report: 'activity', format: 'csv', ...more }))).toEqual([400, code])
    expect(((await (await at('')).json()) as { exports: unknown[] }).exports).toHaveLength(before)
  })

  it('lists what this key asked for, newest first, page by page', async () => {
    const as = bearer(await server.key(['read'], 'team'))
    const ids: string[] = []
    for (let i = 0; i < 3; i++) {
      ahead++
      ids.unshift((await exported({ report: 'activity', format: 'csv' }, as)).made.id)
    }
    const first = (await (await at('?limit=2', as)).json()) as { exports: ExportView[]; next: string }
    const second = (await (await at(`?limit=2&after=${first.next}`, as)).json()) as { exports: ExportView[] }
    expect([...first.exports, ...second.exports].map(({ id }) => id)).toEqual(ids)
    expect(first).toMatchObject({ allowance: { openMax: 20, days: 7 } })
  })
})
