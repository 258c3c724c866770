/** Guarantees of /v1/schedules: seen by who made it and administrators, changed by who made it, and never set to what cannot be done. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { SecretBox } from '../../secret-box.ts'
import { bearer, startTestServer, type TestServer } from '../../testing/server.ts'

interface Schedule {
  id: string
  name: string
  mine: boolean
  state: string
  nextAt?: string
  upcoming: string[]
  secret?: string
}
type Headers = Record<string, string>

const SCHEDULE = {
  name: 'Every Monday',
  report: { report: 'changes', q: 'entity:User', columns: ['occurredAt', 'attribute', 'old', 'new'] },
  format: 'xlsx',
  when: { every: 'week', days: [1], at: '09:00' },
  zone: 'Europe/Warsaw',
  delivery: { by: 'mail', to: ['clarissa@example.com'] },
}
const HOOK = { by: 'webhook', url: 'https://hooks.example.com/in' }
const NOBODY = '01890000-0000-7000-8000-000000000000'
const now = Date.parse('2026-10-20T10:00:00Z')

let server: TestServer
let mine: Headers
let other: Headers
let admin: Headers
let stranger: Headers
beforeAll(async () => {
  server = await startTestServer({ clock: () => now, scheduleSettings: { pollMs: 3_600_000 } }, undefined, {
    DAYBOOK_SMTP_URL: 'smtp://127.0.0.1:1',
    DAYBOOK_MAIL_FROM: 'daybook@example.com',
    DAYBOOK_MAIL_DOMAINS: 'example.com, example.org',
  })
  mine = bearer(await server.key(['read'], 'team'))
  other = bearer(await server.key(['read'], 'team'))
  admin = bearer(await server.key(['read', 'admin'], 'team'))
  stranger = bearer(await server.key(['read', 'admin'], 'stranger'))
})
afterAll(async () => server.end())

async function create(more: object = {}, as = mine): Promise<Schedule> {
  const answer = await server.post('/v1/schedules', { ...SCHEDULE, ...more }, as)
  const made = (await answer.json()) as Schedule
  expect([answer.status, made]).toMatchObject([201, { state: 'active' }])
  return made
}

type Call = [path: string, method: string, body?: unknown]
const callAs = (as: Headers, [path, method, body]: Call): Promise<Response> =>
  server.call(`/v1/schedules/${path}`, {
    method,
    ...(body === undefined
      ? { headers: as }
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...as } }),
  })
async function outcome(as: Headers, ...call: Call): Promise<[number, string]> {
  const answer = await callAs(as, call)
  const text = await answer.text()
  return [answer.status, text === '' ? '' : ((JSON.parse(text) as { code?: string }).code ?? '')]
}
async function listed(as: Headers): Promise<string[]> {
  const answer = await server.call('/v1/schedules', { headers: as })
  return ((await answer.json()) as { schedules: Schedule[] }).schedules.map(({ id }) => id)
}

describe('a schedule', () => {
  it('comes back as it was saved, with its next times', async () => {
    const made = await create()
    expect(made).toMatchObject({
      ...SCHEDULE,
      delivery: { ...SCHEDULE.delivery, attach: true },
      period: 'schedule',
      mine: true,
      owner: expect.stringMatching(/^key:/) as string,
      // The clock is put back between the first and the second.
      upcoming: ['2026-10-26T08:00:00.000Z', '2026-11-02T08:00:00.000Z', '2026-11-09T08:00:00.000Z'],
    })
    expect(made.nextAt).toBe(made.upcoming[0])
    expect(await (await callAs(mine, [made.id, 'GET'])).json()).toEqual(made)
    expect(JSON.stringify(made)).not.toContain('seed')
  })

  it('of a webhook shows its secret once', async () => {
    const made = await create({ delivery: HOOK })
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(JSON.stringify(await (await callAs(mine, [made.id, 'GET'])).json())).not.toContain('whsec_')
    expect((await create()).secret).toBeUndefined()
    expect(await outcome(mine, `${(await create()).id}/secret`, 'POST')).toEqual([400, 'INVALID_BODY'])
  })

  it('is not there for others, and administrators may look, pause and remove, but not change or run it', async () => {
    const { id } = await create()
    const all: Call[] = [
      [id, 'GET'],
      [id, 'PUT', SCHEDULE],
      [`${id}/runs`, 'GET'],
      ...['pause', 'resume', 'run', 'test', 'secret'].map((what): Call => [`${id}/${what}`, 'POST']),
      [id, 'DELETE'],
    ]
    for (const as of [other, stranger])
      for (const call of all) expect(await outcome(as, ...call), call.join(' ')).toEqual([404, 'NOT_FOUND'])
    expect(await listed(other)).not.toContain(id)
    expect(await listed(stranger)).not.toContain(id)

    expect(await listed(admin)).toContain(id)
    expect(await (await callAs(admin, [id, 'GET'])).json()).toMatchObject({ id, mine: false })
    for (const what of ['resume', 'run', 'test', 'secret'])
      expect(await outcome(admin, `${id}/${what}`, 'POST'), what).toEqual([403, 'FORBIDDEN'])
    expect(await outcome(admin, id, 'PUT', SCHEDULE)).toEqual([403, 'FORBIDDEN'])
    expect(await (await callAs(admin, [`${id}/pause`, 'POST'])).json()).toMatchObject({
      state: 'paused',
      upcoming: [],
    })
    expect((await callAs(admin, [id, 'DELETE'])).status).toBe(204)
    expect(await outcome(mine, id, 'GET')).toEqual([404, 'NOT_FOUND'])
  })

  it('is changed as a whole', async () => {
    const { id } = await create()
    const to = {
      ...SCHEDULE,
      name: 'Monthly',
      when: { every: 'month', day: 'last', at: '23:30' },
      zone: undefined,
    }
    const changed = await (await callAs(mine, [id, 'PUT', to])).json()
    expect(changed).toMatchObject({
      name: 'Monthly',
      zone: 'UTC',
      zoneOf: 'tenant',
      nextAt: '2026-10-31T23:30:00.000Z',
    })
    expect(await (await callAs(mine, [id, 'GET'])).json()).toEqual(changed)
    await callAs(mine, [`${id}/pause`, 'POST'])
    expect(await (await callAs(mine, [id, 'PUT', SCHEDULE])).json()).toMatchObject({ state: 'paused' })
    expect(await (await callAs(mine, [`${id}/resume`, 'POST'])).json()).toMatchObject({
      state: 'active',
      nextAt: '2026-10-26T08:00:00.000Z',
    })
  })

  it.each<[object, RegExp]>([
    [{ name: '' }, /name/],
    [{ name: 'two\r\nlines' }, /name/],
    [{ name: 'x'.repeat(201) }, /name/],
    [{ report: undefined }, /view.*report/],
    [{ view: NOBODY }, /view.*report/],
    [{ report: undefined, view: NOBODY }, /view/],
    [{ report: { report: 'nonsense' } }, /report/],
    [{ report: { report: 'activity', q: 'nonsense:1' } }, /nonsense/],
    [{ report: { report: 'activity', columns: ['nonsense'] } }, /nonsense/],
    [{ report: { report: 'activity', format: 'csv' } }, /./],
    [{ format: 'exe' }, /format/],
    [{ when: { every: 'day', at: '25:00' } }, /when/],
    [{ when: { every: 'day', at: '7:00' } }, /when/],
    [{ when: { every: 'week', days: [], at: '07:00' } }, /when/],
    [{ when: { every: 'week', days: [8], at: '07:00' } }, /when/],
    [{ when: { every: 'month', day: 32, at: '07:00' } }, /when/],
    [{ when: { every: 'hour', at: '07:00' } }, /when/],
    [{ zone: 'Mars/Phobos' }, /zone/],
    [{ zone: '+02:00' }, /zone/],
    [{ period: 'ever' }, /period/],
    [{ delivery: { by: 'pigeon' } }, /delivery/],
    [{ delivery: { by: 'mail', to: [] } }, /delivery/],
    [{ delivery: { by: 'mail', to: ['a@example.com\r\nBcc: b@example.com'] } }, /delivery/],
    [{ delivery: { by: 'mail', to: ['Clarissa <clarissa@example.com>'] } }, /delivery/],
    [{ delivery: { by: 'mail', to: ['clarissa@elsewhere.net'] } }, /example\.org/],
    [{ delivery: { by: 'mail', to: Array.from({ length: 21 }, (_, i) => `a${i}@example.com`) } }, /delivery/],
    [{ delivery: { by: 'webhook', url: 'http://hooks.example.com/' } }, /https/],
    [{ delivery: { by: 'webhook', url: 'https://169.254.169.254/' } }, /network/],
    [{ delivery: { by: 'webhook', url: 'https://localhost/' } }, /network/],
    [{ owner: 'key:somebody' }, /./],
  ])('set to %.70j is refused, and the refusal names it', async (more, names) => {
    const before = await listed(mine)
    const answer = await server.post('/v1/schedules', { ...SCHEDULE, ...more }, mine)
    const { code, detail } = (await answer.json()) as { code: string; detail: string }
    expect([answer.status, code]).toEqual([400, expect.stringMatching(/^INVALID_(BODY|PARAMETER)$/)])
    expect(detail).toMatch(names)
    expect(await listed(mine)).toEqual(before)
  })

  it.each(['nonsense', NOBODY, '%00'])('404: %s is none', async id => {
    for (const call of [
      [id, 'GET'],
      [id, 'PUT', SCHEDULE],
      [id, 'DELETE'],
      [`${id}/runs`, 'GET'],
      [`${id}/run`, 'POST'],
    ] as Call[])
      expect(await outcome(mine, ...call)).toEqual([404, 'NOT_FOUND'])
  })

  it('needs the scope read', async () => {
    const sender = bearer(await server.key(['ingest'], 'team'))
    expect((await server.post('/v1/schedules', SCHEDULE, sender)).status).toBe(403)
    expect((await server.call('/v1/schedules', { headers: sender })).status).toBe(403)
    expect((await fetch(`${server.url}/v1/schedules`)).status).toBe(401)
  })
})

it('a server without a mail server, or without a key for secrets, says so instead of promising', async () => {
  const { service } = await import('../../schedules/index.ts').then(({ openSchedules, SCHEDULE_DEFAULTS }) =>
    openSchedules({
      record: server.record,
      exports: server.exports,
      clock: () => now,
      newId: () => NOBODY,
      randomBytes: n => new Uint8Array(n),
      box: new SecretBox([], n => new Uint8Array(n)),
      log: server.app.log,
      observe: () => {},
      webhookNetworks: [],
      url: () => '',
      settings: SCHEDULE_DEFAULTS,
    }),
  )
  const identity = {
    tenant: { id: 1, name: 'default' },
    scopes: ['read'],
    via: 'key',
    subject: 'key:1',
  } as const
  for (const [delivery, setting] of [
    [{ by: 'mail', to: ['a@example.com'], attach: true }, 'DAYBOOK_SMTP_URL'],
    [{ by: 'webhook', url: 'https://hooks.example.com/in' }, 'DAYBOOK_SECRETS_KEY'],
  ] as const)
    await expect(
      service.create(identity, {
        name: 'x',
        source: { report: { report: 'activity' } },
        format: 'csv',
        when: { every: 'day', at: '07:00' },
        period: 'schedule',
        delivery: delivery.by === 'mail' ? { ...delivery, to: [...delivery.to] } : delivery,
      }),
    ).rejects.toMatchObject({
      code: 'DELIVERY_UNAVAILABLE',
      detail: expect.stringContaining(setting) as string,
    })
})
