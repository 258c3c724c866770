/** Guarantees of sensitive values: no answer shows them without the right, no question tells them, and uncovering is on record. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { bearer, event, startTestServer, type TestServer } from '../../testing/server.ts'

const SECRETS = [
  'clarissa@secret.example',
  'peter@secret.example',
  '+44 20 7946 0018',
  'Westminster 7',
] as const
const [OLD, NEW, PHONE, STREET] = SECRETS
const ID = '01890a5d-ac96-774b-bcce-b302099a8057'
const CATALOG = {
  applications: [
    {
      application: 'User Management',
      alsoCalled: ['UserHub'],
      entities: [{ entity: 'User', sensitive: ['email', 'contact.phone', 'address'], activities: [] }],
    },
  ],
}

let server: TestServer
let reader: Record<string, string>

beforeAll(async () => {
  server = await startTestServer()
  await server.call('/v1/catalog', {
    method: 'PUT',
    body: JSON.stringify(CATALOG),
    headers: { 'content-type': 'application/json' },
  })
  const state = { email: NEW, role: 'lead', contact: { phone: PHONE }, address: { street: STREET } }
  await server.post('/v1/events?wait=indexed', {
    events: [
      event({
        id: ID,
        origin: { sessionId: 's-1' },
        changes: [
          { attribute: 'email', old: OLD, new: NEW },
          { attribute: 'contact', new: { phone: PHONE, fax: '5' } },
          { attribute: 'address.street', new: STREET },
          { attribute: 'role', old: 'agent', new: 'lead' },
        ],
        state,
      }),
      event({
        activity: 'Other',
        origin: { sessionId: 's-1' },
        changes: [{ attribute: 'email', old: NEW, new: OLD }],
      }),
    ],
  })
  reader = bearer(await server.key(['read', 'admin']))
})
afterAll(async () => server.end())

const get = async (path: string, headers = reader): Promise<string> => {
  const answer = await server.call(path, { headers })
  expect([path, answer.status]).toEqual([path, 200])
  return answer.text()
}

describe('without the right', () => {
  it.each([
    '/v1/reports/activity/rows',
    '/v1/reports/changes/rows',
    '/v1/reports/changes/rows?sort=attribute',
    '/v1/reports/cxone-activity/rows',
    '/v1/reports/cxone-changes/rows',
    '/v1/reports/commbox-audit-trail/rows',
    '/v1/reports/liveperson-audit-trail/rows',
    '/v1/reports/8x8-audit-events/rows',
    '/v1/reports/changes/summary',
    '/v1/reports/changes/groups?by=attribute',
    '/v1/reports/activity/differences?from=2026-05-04T00:00:00Z&to=2026-05-05T00:00:00Z',
    '/v1/entities/User/u-2',
    '/v1/entities/User/u-2/history',
    '/v1/entities/User/u-2/state',
    `/v1/events/${ID}`,
    `/v1/events/${ID}/related`,
    '/v1/query/complete?report=changes&q=value:c',
    '/v1/query/complete?report=changes&q=attr:e',
    '/v1/catalog',
  ])('no value is in %s', async path => {
    const text = await get(path)
    for (const secret of SECRETS) expect(text).not.toContain(secret)
  })

  it('what is hidden says so, and what is beside it is shown', async () => {
    const { rows } = JSON.parse(await get('/v1/reports/activity/rows?activity=Change%20password')) as {
      rows: { changes: object[]; state: object }[]
    }
    expect(rows[0]?.changes).toEqual([
      { attribute: 'email', old: '••••••••', new: '••••••••', masked: true },
      { attribute: 'contact', new: { phone: '••••••••', fax: '5' }, masked: true },
      { attribute: 'address.street', new: '••••••••', masked: true },
      { attribute: 'role', old: 'agent', new: 'lead' },
    ])
    expect(rows[0]?.state).toEqual({
      email: '••••••••',
      role: 'lead',
      contact: { phone: '••••••••' },
      address: '••••••••',
    })
  })

  it('no filter, word or order tells a value', async () => {
    const total = async (q: string, headers?: Record<string, string>) =>
      (
        JSON.parse(await get(`/v1/reports/changes/summary?q=${encodeURIComponent(q)}`, headers)) as {
          total: number
        }
      ).total
    const everything = bearer(await server.key(['read', 'sensitive']))
    for (const q of [`value:"${OLD}"`, 'old:peter', 'new:clarissa', 'westminster', `"${STREET}"`, 'westm*']) {
      expect([q, await total(q)]).toEqual([q, 0])
      expect(await total(q, everything)).toBeGreaterThan(0)
    }
    expect(await total('-value:westminster')).toBe(await total('*'))
    expect((await server.call('/v1/reports/changes/rows?sort=new', { headers: reader })).status).toBe(400)
  })

  it('a live stream neither tells nor finds a value', async () => {
    const read = async (query: string): Promise<string> => {
      const gone = new AbortController()
      const answer = await server.call(`/v1/live?report=changes&after=0${query}`, {
        headers: reader,
        signal: gone.signal,
      })
      const chunks = answer.body?.pipeThrough(new TextDecoderStream()) as ReadableStream<string>
      let text = ''
      for await (const chunk of chunks) {
        text += chunk
        if (/id: [1-9]/.test(text)) break
      }
      gone.abort()
      return text
    }
    const told = await read('')
    expect(told).toContain('"masked":true')
    for (const secret of SECRETS) expect(told).not.toContain(secret)
    expect(await read('&q=old:peter')).not.toContain('data:')
  })
})

it('with the scope sensitive, everything is as it was sent', async () => {
  const headers = bearer(await server.key(['read', 'sensitive']))
  const text = await get(`/v1/events/${ID}`, headers)
  for (const secret of SECRETS) expect(text).toContain(secret)
  expect(text).not.toContain('masked')
})

describe('reveal', () => {
  const reveal = (path: string, body: unknown, headers: Record<string, string>) =>
    server.post(path, body, headers)

  it('answers the named values and records who by name, which, why, and no value', async () => {
    const made = await server.post('/v1/keys', { scopes: ['read', 'reveal'], label: 'Support desk' })
    const { key } = (await made.json()) as { key: string }
    const headers = bearer(key)
    const body = { reason: 'Ticket 4711', attributes: ['email'] }
    const answer = await reveal(`/v1/events/${ID}/reveal`, body, headers)
    expect(answer.status).toBe(200)
    const told = (await answer.json()) as { entry: string }
    expect(told).toEqual({
      entry: expect.any(String),
      changes: [{ attribute: 'email', old: OLD, new: NEW }],
      state: [{ attribute: 'email', value: NEW }],
    })
    const text = await get(`/v1/events/${told.entry}`, bearer(await server.key(['read', 'sensitive'])))
    expect(JSON.parse(text)).toMatchObject({
      application: 'Daybook',
      activity: 'Values revealed',
      category: 'read',
      actor: { type: 'apiKey', id: expect.any(String), name: 'Support desk' },
      entity: { type: 'Audit event', id: ID },
      related: [{ type: 'User', id: 'u-2' }],
      comment: 'Ticket 4711',
      metadata: { attributes: ['email'] },
    })
    for (const secret of SECRETS) expect(text).not.toContain(secret)
  })

  it('answers values of a state at a time', async () => {
    const headers = bearer(await server.key(['read', 'reveal']))
    const body = { reason: 'Ticket 4711', attributes: ['contact.phone', 'address'] }
    const answer = await reveal('/v1/entities/User/u-2/reveal', body, headers)
    expect(await answer.json()).toEqual({
      entry: expect.any(String),
      attributes: [
        { attribute: 'address.street', value: STREET },
        { attribute: 'contact.phone', value: PHONE },
      ],
    })
  })

  it('needs the right, a reason, and something to uncover; refused, it records nothing', async () => {
    const headers = bearer(await server.key(['read', 'reveal']))
    const before = await server.entries()
    const asked = { reason: 'Ticket 4711', attributes: ['email'] }
    const path = `/v1/events/${ID}/reveal`
    const refused = [
      await reveal(path, asked, reader),
      await reveal(path, { attributes: ['email'] }, headers),
      await reveal(path, { ...asked, reason: '   ' }, headers),
      await reveal(path, { ...asked, reason: 'x'.repeat(1001) }, headers),
      await reveal(path, { ...asked, attributes: [] }, headers),
      await reveal(path, { ...asked, attributes: ['nothing'] }, headers),
      await reveal(path, asked, bearer(await server.key(['read', 'reveal'], 'elsewhere'))),
    ]
    expect(refused.map(answer => answer.status)).toEqual([403, 400, 400, 400, 400, 404, 404])
    expect(await server.entries()).toBe(before)
  })
})
