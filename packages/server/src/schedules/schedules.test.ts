/** Guarantees of schedules: at the right local time, once, to the right people, with rights of that moment, all of it on record. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'

import type { Scope } from '@daybook/record'
import { pino } from 'pino'
import { Webhook } from 'standardwebhooks'
import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { startHookServer, type HookServer } from '../deliver/testing/hook-server.ts'
import { headerOf, type MailServer, startMailServer } from '../deliver/testing/mail-server.ts'
import { bearer, event, startTestServer, type TestServer } from '../testing/server.ts'
import { SecretBox } from '../secret-box.ts'
import { openSecretBox } from '../secret-keys.ts'
import { openSchedules, SCHEDULE_DEFAULTS } from './index.ts'
import type { ScheduleRunner } from './runner.ts'
import { WebhookSecrets } from './webhook-secrets.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const utc = (text: string) => Date.parse(`${text}Z`)
const CLARISSA = 'clarissa@example.com'
const PETER = 'peter@example.org'
const LOGIN = { user: 'daybook', password: 'secret' }
const ATTACHMENT_BYTES_MAX = 20_000

interface Run {
  id: string
  state: string
  cause: string
  dueAt: string
  period?: { from: string; to: string }
  missed: number
  attempts: number
  nextAttemptAt?: string
  failure?: { code: string; detail: string }
  rows?: number
  sentTo: string[]
  refused: { address: string }[]
  export: string
}
interface Schedule {
  id: string
  state: string
  reason?: { code: string; detail: string }
  nextAt?: string
  secret?: string
  failures: number
  lastRun?: Run
}

let mails: MailServer
let hook: HookServer
let server: TestServer
/** with the key of the server's data directory */
let box: SecretBox
let now = utc('2026-05-04T06:00')
beforeAll(async () => {
  mails = await startMailServer({ login: LOGIN })
  hook = await startHookServer()
  server = await startTestServer(
    {
      exportSettings: { pollMs: 50 },
      scheduleSettings: {
        clock: () => now,
        pollMs: HOUR,
        attachmentBytesMax: ATTACHMENT_BYTES_MAX,
        ca: mails.certificate.cert,
      },
    },
    undefined,
    {
      DAYBOOK_SMTP_URL: `smtp://${LOGIN.user}:${LOGIN.password}@127.0.0.1:${mails.port}`,
      DAYBOOK_SMTP_TLS: 'required',
      DAYBOOK_MAIL_FROM: 'Daybook <daybook@example.com>',
      DAYBOOK_WEBHOOK_NETWORKS: 'loopback',
    },
  )
  box = await openSecretBox({ keys: [], file: join(server.directory, 'secrets.key') }, randomBytes)
})
afterAll(async () => {
  await server.end()
  await mails.close()
  hook.close()
})
beforeEach(() => {
  now = utc('2026-05-04T06:00')
  mails.received.length = 0
  mails.moods.clear()
  hook.calls.length = 0
  hook.status = 204
})

/** The clock goes back with each test, so nothing of one may be left to the next. */
afterEach(async () => {
  for (const { id: tenant } of await server.record.tenants.list())
    for (const { id } of await server.record.schedules.list(tenant))
      await server.record.schedules.remove(tenant, id)
  await at(utc('2030-01-01T00:00'))
})

/** A tenant of its own with one reader. */
let tenants = 0
interface Reader {
  headers: Record<string, string>
  tenant: string
}
async function reader(): Promise<Reader> {
  const tenant = `team-${tenants++}`
  const headers = bearer(await server.key(['ingest', 'read'], tenant))
  return { headers, tenant }
}

async function record(
  { headers }: Reader,
  occurredAt: string,
  more: Record<string, unknown> = {},
): Promise<void> {
  const answer = await server.post('/v1/events?wait=indexed', event({ occurredAt, ...more }), headers)
  expect(answer.status).toBe(201)
}

const MAIL = { by: 'mail', to: [CLARISSA, PETER] }
const DAILY = {
  name: 'Every day',
  report: { report: 'activity' },
  format: 'csv',
  when: { every: 'day', at: '07:00' },
  delivery: MAIL,
}

async function schedule({ headers }: Reader, more: object = {}): Promise<Schedule> {
  const answer = await server.post('/v1/schedules', { ...DAILY, ...more }, headers)
  const made = (await answer.json()) as Schedule
  expect([answer.status, made]).toMatchObject([201, { state: 'active' }])
  return made
}
const byHook = () => ({ delivery: { by: 'webhook', url: hook.url } })

async function get<T>({ headers }: Reader, path: string): Promise<T> {
  return (await (await server.call(path, { headers })).json()) as T
}
const seen = (of: Reader, { id }: { id: string }) => get<Schedule>(of, `/v1/schedules/${id}`)
const runs = async (of: Reader, { id }: { id: string }) =>
  (await get<{ runs: Run[] }>(of, `/v1/schedules/${id}/runs`)).runs
/** Puts the clock to this time and does everything that is ready. */
async function at(time: number): Promise<void> {
  now = time
  await server.schedules.runner.settle()
}

/** What another server over the same record would have. */
function anotherServer(): ScheduleRunner {
  const { runner } = openSchedules({
    record: server.record,
    exports: server.exports,
    clock: () => now,
    newId: v7,
    randomBytes,
    log: pino({ level: 'silent' }),
    observe: () => {},
    box,
    webhookNetworks: ['loopback'],
    url: () => server.url,
    settings: SCHEDULE_DEFAULTS,
  })
  return runner
}

/** Activity and outcome of Daybook's own entries about schedules, in the order of their words. */
async function told(of: Reader): Promise<string[]> {
  const path = '/v1/reports/activity/rows?application=Daybook&entity=Schedule&order=oldest&limit=100'
  const tenant = await server.record.tenants.ensure(of.tenant)
  const head = (await server.record.heads()).find(one => one.tenant === tenant.id)?.next ?? 0
  await server.followers.waitFor('index', tenant.id, head - 1, 10_000)
  const { rows } = await get<{ rows: { activity: string; outcome: string }[] }>(of, path)
  return rows.map(({ activity, outcome }) => `${activity} ${outcome}`).toSorted()
}

describe('at the right time', () => {
  it('weekly at nine on the wall clock of New York, across both changes of the year', async () => {
    const of = await reader()
    now = utc('2026-02-27T12:00')
    const made = await schedule(of, {
      ...byHook(),
      when: { every: 'week', days: [1], at: '09:00' },
      zone: 'America/New_York',
    })
    const mondays = [
      '2026-03-02T14:00',
      '2026-03-09T13:00', // the clock was put forward on the 8th
      '2026-03-16T13:00',
    ]
    for (const monday of mondays) {
      const before = hook.calls.length
      await at(utc(monday) - MINUTE)
      expect(hook.calls).toHaveLength(before)
      await at(utc(monday))
      expect(hook.calls).toHaveLength(before + 1)
    }
    await server.call(`/v1/schedules/${made.id}/pause`, { method: 'POST', headers: of.headers })
    now = utc('2026-10-24T12:00')
    await server.call(`/v1/schedules/${made.id}/resume`, { method: 'POST', headers: of.headers })
    for (const monday of ['2026-10-26T13:00', '2026-11-02T14:00', '2026-11-09T14:00']) {
      await at(utc(monday) - MINUTE)
      await at(utc(monday))
    }
    const periods = hook.calls.map(
      ({ body }) => (JSON.parse(body) as { data: { period: { from: string; to: string } } }).data.period,
    )
    expect(
      periods.map(({ from, to }) => `${from.slice(0, 13)} ${(Date.parse(to) - Date.parse(from)) / HOUR}`),
    ).toEqual([
      '2026-02-23T05 168',
      '2026-03-02T05 167',
      '2026-03-09T04 168',
      '2026-10-19T04 168',
      '2026-10-26T04 169',
      '2026-11-02T05 168',
    ])
  })

  it('in the tenant’s zone, unless it names one', async () => {
    const of = await reader()
    const admin = await server.call(`/v1/tenants/${of.tenant}`, {
      method: 'PATCH',
      body: JSON.stringify({ zone: 'Asia/Tokyo' }),
      headers: { 'content-type': 'application/json' },
    })
    expect(admin.status).toBe(200)
    expect(await schedule(of)).toMatchObject({
      zone: 'Asia/Tokyo',
      zoneOf: 'tenant',
      nextAt: '2026-05-04T22:00:00.000Z',
    })
    expect(await schedule(of, { zone: 'Europe/Lisbon' })).toMatchObject({
      zoneOf: 'schedule',
      nextAt: '2026-05-05T06:00:00.000Z',
    })
  })

  it('after five days in which nobody ran it, once, and it says so', async () => {
    const of = await reader()
    const made = await schedule(of)
    for (const day of ['03', '06', '09']) await record(of, `2026-05-${day}T10:00:00Z`)
    await at(utc('2026-05-08T12:00'))
    expect(await runs(of, made)).toMatchObject([
      {
        missed: 4,
        dueAt: '2026-05-08T07:00:00.000Z',
        rows: 2,
        period: { from: '2026-05-03T00:00:00.000Z', to: '2026-05-08T00:00:00.000Z' },
      },
    ])
    expect(mails.received).toHaveLength(1)
    expect(decoded(mails.received[0]?.raw)).toContain('4 earlier deliveries were missed')
    expect(await seen(of, made)).toMatchObject({ nextAt: '2026-05-09T07:00:00.000Z' })
  })

  it('now, when somebody asks for it, of the last full day; its own time stays', async () => {
    const of = await reader()
    const made = await schedule(of)
    const asked = await server.call(`/v1/schedules/${made.id}/run`, { method: 'POST', headers: of.headers })
    expect(asked.status).toBe(202)
    await at(now)
    expect(await runs(of, made)).toMatchObject([
      {
        cause: 'asked',
        state: 'delivered',
        period: { from: '2026-05-02T00:00:00.000Z', to: '2026-05-03T00:00:00.000Z' },
      },
    ])
    expect((await seen(of, made)).nextAt).toBe(made.nextAt)
  })

  it('once, whoever of several servers gets there first', async () => {
    const of = await reader()
    const all = await Promise.all(
      Array.from({ length: 6 }, (_, i) => schedule(of, { ...byHook(), name: `number ${i}` })),
    )
    now = utc('2026-05-04T07:00')
    const others = [anotherServer(), anotherServer()]
    await Promise.all([server.schedules.runner, ...others].map(runner => runner.settle()))
    for (const one of all) expect(await runs(of, one)).toMatchObject([{ state: 'delivered', attempts: 1 }])
    expect(new Set(hook.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(6)
    expect(hook.calls).toHaveLength(6)
    await Promise.all(others.map(runner => runner.close()))
  })
})

describe('by e-mail', () => {
  it('with the file, what it is and what it answers, escaped', async () => {
    const of = await reader()
    const name = 'Roles <b>& "more"</b> \u202e'
    const made = await schedule(of, { name, report: { report: 'changes', q: 'attr:role' }, format: 'csv' })
    await record(of, '2026-05-03T10:00:00Z')
    await record(of, '2026-05-04T10:00:00Z')
    await at(utc('2026-05-04T07:00'))
    const [mail] = mails.received
    expect(mail).toMatchObject({ to: [CLARISSA, PETER], encrypted: true, user: 'daybook' })
    const text = decoded(mail?.raw)
    const [run] = await runs(of, made)
    expect(run).toMatchObject({ state: 'delivered', rows: 1, attempts: 1, sentTo: [CLARISSA, PETER] })
    expect(headerOf(mail?.raw ?? '', 'Message-ID')).toBe(`<${run?.id}@example.com>`)
    expect(headerOf(mail?.raw ?? '', 'Subject')).toMatch(/^Roles .* 3 May 2026 \(UTC\)$|^=\?UTF-8/)
    for (const said of ['Period: 3 May 2026 (UTC)', 'Rows: 1', 'SHA-256: ', 'Report: ', 'As of: entry '])
      expect(text).toContain(said)
    expect(text).toContain('Roles &lt;b&gt;&amp; &quot;more&quot;&lt;/b&gt;')
    expect(mail?.raw).toMatch(/Content-Disposition: attachment; filename="?.*\.csv/)
  })

  it('with a link instead, when the file is too large or shall not be sent', async () => {
    const of = await reader()
    const made = await schedule(of, { delivery: { ...MAIL, attach: false } })
    await at(utc('2026-05-04T07:00'))
    const [run] = await runs(of, made)
    const text = decoded(mails.received[0]?.raw)
    expect(mails.received[0]?.raw).not.toContain('Content-Disposition: attachment')
    expect(text).toContain(`${server.url}/exports?id=${run?.export}`)
    expect(text).toContain('The link ends ')
    const file = await server.call(`/v1/exports/${run?.export}/file`, { headers: of.headers })
    expect(file.status).toBe(200)
  })

  it('again when the server is busy, under the same id, and only to those who still wait', async () => {
    const of = await reader()
    const made = await schedule(of)
    mails.moods.set('*', 'deferred')
    await at(utc('2026-05-04T07:00'))
    expect(await runs(of, made)).toMatchObject([
      {
        state: 'sending',
        attempts: 1,
        failure: { code: 'MAIL_DEFERRED' },
        nextAttemptAt: '2026-05-04T07:01:00.000Z',
      },
    ])
    await at(now + MINUTE - 1)
    expect(await runs(of, made)).toMatchObject([{ attempts: 1 }])

    mails.moods.clear()
    mails.moods.set(PETER, 'deferred')
    await at(now + 1)
    mails.moods.clear()
    await at(now + 5 * MINUTE)
    const [run] = await runs(of, made)
    expect(run).toMatchObject({ state: 'delivered', attempts: 3, sentTo: [CLARISSA, PETER] })
    expect(mails.received.map(({ to }) => to)).toEqual([[CLARISSA], [PETER]])
    expect(new Set(mails.received.map(({ raw }) => headerOf(raw, 'Message-ID'))).size).toBe(1)
  })

  it('given up after a day of trying, for everybody to see, and tried again the next time', async () => {
    const of = await reader()
    const made = await schedule(of, { when: { every: 'month', day: 4, at: '07:00' } })
    mails.moods.set('*', 'deferred')
    await at(utc('2026-05-04T07:00'))
    for (let [run] = await runs(of, made); run?.nextAttemptAt !== undefined; [run] = await runs(of, made))
      await at(Date.parse(run.nextAttemptAt))
    expect(now - utc('2026-05-04T07:00')).toBeGreaterThan(24 * HOUR)
    expect(await seen(of, made)).toMatchObject({
      state: 'active',
      failures: 1,
      lastRun: { state: 'failed', attempts: 8, failure: { code: 'MAIL_DEFERRED' } },
    })
    expect(await told(of)).toEqual(['Create schedule SUCCESS', 'Deliver report FAILURE'])
    mails.moods.clear()
    await at(utc('2026-06-04T07:00'))
    expect(await seen(of, made)).toMatchObject({ failures: 0, lastRun: { state: 'delivered' } })
  })

  it('refused for good by some is told beside the delivery, by all is a failure', async () => {
    const of = await reader()
    const made = await schedule(of)
    mails.moods.set(PETER, 'refused')
    await at(utc('2026-05-04T07:00'))
    expect(await runs(of, made)).toMatchObject([
      {
        state: 'delivered',
        sentTo: [CLARISSA],
        refused: [{ address: PETER }],
        failure: { code: 'MAIL_REFUSED' },
      },
    ])
    mails.moods.set('*', 'refused')
    await at(utc('2026-05-05T07:00'))
    expect((await runs(of, made))[0]).toMatchObject({
      state: 'failed',
      attempts: 1,
      failure: { code: 'MAIL_REFUSED' },
    })
  })
})

describe('to a webhook', () => {
  it('signed, as an outside verifier sees it, and with where the file is', async () => {
    const of = await reader()
    const made = await schedule(of, { ...byHook(), format: 'ndjson' })
    await record(of, '2026-05-03T10:00:00Z')
    await at(utc('2026-05-04T07:00'))
    const [call] = hook.calls
    const [run] = await runs(of, made)
    expect(call?.headers['webhook-id']).toBe(`run_${run?.id}`)
    // A verifier refuses old messages, and this one is as old as the test's clock.
    const { 'webhook-id': id = '', 'webhook-timestamp': seconds = '' } = call?.headers ?? {}
    const verifier = new Webhook(made.secret ?? '')
    const signed = verifier.sign(id, new Date(Number(seconds) * 1000), call?.body ?? '')
    expect(call?.headers['webhook-signature']).toBe(signed)
    const { type, data } = JSON.parse(call?.body ?? '') as {
      type: string
      data: { rows: number; file: { url: string; sha256: string } }
    }
    expect([type, data.rows]).toEqual(['report.delivered', 1])
    const path = new URL(data.file.url).pathname
    const file = await server.call(path, { headers: of.headers })
    expect(await file.text()).toContain('Change password')
  })

  it('for a time with the old secret too, once there is a new one; another address gets its own', async () => {
    const of = await reader()
    const made = await schedule(of, byHook())
    const rotated = await server.call(`/v1/schedules/${made.id}/secret`, {
      method: 'POST',
      headers: of.headers,
    })
    const { secret } = (await rotated.json()) as { secret: string }
    expect(secret).toMatch(/^whsec_/)
    expect(secret).not.toBe(made.secret)
    await at(utc('2026-05-04T07:00'))
    await at(utc('2026-05-05T07:00'))
    expect(hook.calls.map(({ headers }) => headers['webhook-signature']?.split(' ').length)).toEqual([2, 1])
    const change = await server.call(`/v1/schedules/${made.id}`, {
      method: 'PUT',
      body: JSON.stringify({ ...DAILY, delivery: { by: 'webhook', url: `${hook.url}/other` } }),
      headers: { ...of.headers, 'content-type': 'application/json' },
    })
    const changed = (await change.json()) as Schedule
    expect(changed.secret).toMatch(/^whsec_/)
    await at(utc('2026-05-06T07:00'))
    expect(hook.calls.at(-1)?.headers['webhook-signature']?.split(' ')).toHaveLength(1)
    expect(JSON.stringify(await seen(of, made))).not.toContain('whsec_')
  })

  it('with a link to a file that every reader of the tenant who sees as much can open, and nobody else', async () => {
    const of = await reader()
    await server.call('/v1/catalog?replace=true', {
      method: 'PUT',
      body: JSON.stringify({
        applications: [
          { application: 'UserHub', entities: [{ entity: 'User', sensitive: ['role'], activities: [] }] },
        ],
      }),
      headers: {
        ...bearer(await server.key(['admin'], of.tenant)),
        'content-type': 'application/json',
      },
    })
    const keys = (scopes: Scope[], tenant = of.tenant) => server.key(scopes, tenant).then(bearer)
    const [same, more] = [await keys(['read']), await keys(['read', 'sensitive'])]
    const [foreign, sender] = [await keys(['read', 'admin'], 'elsewhere'), await keys(['ingest'])]
    const status = async (path: string, as: Record<string, string>, method = 'GET') =>
      (await server.call(path, { method, headers: as })).status

    const made = await schedule(of, byHook())
    const whole = await schedule({ ...of, headers: more }, byHook())
    await record(of, '2026-05-03T10:00:00Z')
    await at(utc('2026-05-04T07:00'))
    const [sent, wholeSent] = await Promise.all(
      (
        [
          [of, made],
          [{ ...of, headers: more }, whole],
        ] as const
      ).map(async ([as, one]) => `/v1/exports/${(await runs(as, one))[0]?.export}`),
    )
    for (const path of [`${sent}`, `${sent}/manifest`, `${sent}/file`]) {
      expect([path, await status(path, same), await status(path, more)]).toEqual([path, 200, 200])
      expect([path, await status(path, foreign), await status(path, sender)]).toEqual([path, 404, 403])
    }
    expect(await get({ ...of, headers: same }, `${sent}`)).toMatchObject({ mine: false })
    // Whoever sees less than is in it is told so; nobody but its maker runs it again, removes it or has it in the list.
    expect(await status(`${wholeSent}/file`, same)).toBe(403)
    expect(await status(`${wholeSent}`, same)).toBe(403)
    expect(await status(`${sent}/retry`, same, 'POST')).toBe(404)
    expect(await status(`${sent}`, same, 'DELETE')).toBe(404)
    expect(await get({ ...of, headers: same }, '/v1/exports')).toMatchObject({ exports: [] })

    const other = await get<{ keys: { id: string; prefix: string }[] }>(
      { ...of, headers: await keys(['admin']) },
      '/v1/keys',
    )
    const readers = new Set(other.keys.map(({ id }) => id))
    const downloads = (await server.record.read((await server.record.tenants.ensure(of.tenant)).id, 0, 1000))
      .map(({ event }) => event)
      .filter(({ activity }) => activity === 'Download export')
    expect(downloads).toHaveLength(2)
    expect(downloads.every(({ actor }) => actor.type === 'apiKey' && readers.has(actor.id))).toBe(true)

    // Without its schedule it is its maker's again.
    await server.call(`/v1/schedules/${made.id}`, { method: 'DELETE', headers: of.headers })
    expect([await status(`${sent}/file`, same), await status(`${sent}/file`, of.headers)]).toEqual([404, 200])
  })

  it('with a secret that lies sealed in the record, under a key that does not', async () => {
    const of = await reader()
    const made = await schedule(of, byHook())
    const { schedules } = server.record
    const [kept] = await schedules.secrets(made.id, now)
    expect(kept?.key).toBe(box.sealing)
    expect(box.open({ key: '', ...kept, sealed: kept?.sealed ?? '' }, made.id)).toBe(made.secret)

    // As versions before kept it; the next start seals it, and another key opens it from then on.
    await schedules.addSecret(made.id, { sealed: 'whsec_aW4gY2xlYXI=' }, 0)
    const next = new SecretBox([randomBytes(32)], randomBytes)
    const secretsWith = (own: SecretBox) =>
      new WebhookSecrets({ record: server.record, box: own, randomBytes, clock: () => now })
    await server.schedules.secrets.reseal()
    expect(JSON.stringify(await schedules.secrets(made.id, now))).not.toContain('whsec_')
    expect(await server.schedules.secrets.good(made.id)).toEqual(['whsec_aW4gY2xlYXI='])
    expect(await secretsWith(next).reseal()).toMatchObject({ resealed: 0 })

    // With its key lost nothing goes out unsigned; another secret mends it.
    const foreign = next.seal('whsec_bG9zdA==', made.id)
    await schedules.addSecret(made.id, foreign, 0)
    await at(utc('2026-05-04T07:00'))
    expect([hook.calls.length, (await runs(of, made))[0]]).toMatchObject([
      0,
      { failure: { code: 'WEBHOOK_SECRET_LOST' }, attempts: 1 },
    ])
    const rotate = { method: 'POST', headers: of.headers }
    const rotated = await server.call(`/v1/schedules/${made.id}/secret`, rotate)
    expect(rotated.status).toBe(200)
    await at(utc('2026-05-04T07:02'))
    expect(hook.calls.map(({ headers }) => headers['webhook-signature']?.split(' ').length)).toEqual([1])
  })

  it('again under the same id when it fails, and no more when it says that it is gone', async () => {
    const of = await reader()
    const made = await schedule(of, byHook())
    hook.status = 500
    await at(utc('2026-05-04T07:00'))
    hook.status = 200
    await at(now + MINUTE)
    expect(await runs(of, made)).toMatchObject([{ state: 'delivered', attempts: 2 }])
    const ids = hook.calls.map(({ headers, body }) => headers['webhook-id'] + body)
    expect(new Set(ids).size).toBe(1)

    hook.status = 410
    await at(utc('2026-05-05T07:00'))
    expect(await seen(of, made)).toMatchObject({
      state: 'stopped',
      reason: { code: 'WEBHOOK_GONE' },
      lastRun: { state: 'failed' },
    })
    expect(await told(of)).toEqual([
      'Create schedule SUCCESS',
      'Deliver report FAILURE',
      'Deliver report SUCCESS',
      'Stop schedule SUCCESS',
    ])
  })
})

describe('with the rights of the moment', () => {
  it('a schedule whose maker’s key was revoked sends nothing more, and says why', async () => {
    const of = await reader()
    const admin = bearer(await server.key(['read', 'admin'], of.tenant))
    const made = await schedule(of)
    const owner = (await get<{ owner: string }>(of, `/v1/schedules/${made.id}`)).owner
    await server.call(`/v1/keys/${owner.replace('key:', '')}`, { method: 'DELETE', headers: admin })
    await at(utc('2026-05-04T07:00'))
    expect(mails.received).toEqual([])
    expect(await seen({ ...of, headers: admin }, made)).toMatchObject({
      state: 'stopped',
      reason: { code: 'RIGHT_LOST' },
      lastRun: { state: 'failed', failure: { code: 'RIGHT_LOST' } },
    })
    await at(utc('2026-05-05T07:00'))
    expect(await runs({ ...of, headers: admin }, made)).toHaveLength(1)
  })

  it('of a view follows the view, and stops when it is gone', async () => {
    const of = await reader()
    const save = async (query: string, id = '') => {
      const answer = await server.call(`/v1/views${id}`, {
        method: id === '' ? 'POST' : 'PUT',
        body: JSON.stringify({ name: 'Failures', report: 'activity', query }),
        headers: { ...of.headers, 'content-type': 'application/json' },
      })
      return (await answer.json()) as { id: string }
    }
    const view = await save('q=outcome:failure&cols=occurredAt,actor&g=actor&tz=local')
    const made = await schedule(of, { report: undefined, view: view.id })
    await record(of, '2026-05-03T10:00:00Z', { outcome: 'FAILURE' })
    await record(of, '2026-05-03T11:00:00Z')
    await record(of, '2026-05-04T11:00:00Z')
    await at(utc('2026-05-04T07:00'))
    await save('r=7d&application=UserHub', `/${view.id}`)
    await at(utc('2026-05-05T07:00'))
    expect((await runs(of, made)).map(({ rows }) => rows)).toEqual([1, 1])

    await server.call(`/v1/views/${view.id}`, { method: 'DELETE', headers: of.headers })
    await at(utc('2026-05-06T07:00'))
    expect(await seen(of, made)).toMatchObject({ state: 'stopped', reason: { code: 'VIEW_GONE' } })
  })

  it('a view’s own range is counted from when it is due', async () => {
    const of = await reader()
    const view = await server.post(
      '/v1/views',
      { name: 'Week', report: 'activity', query: 'r=24h' },
      of.headers,
    )
    const { id } = (await view.json()) as { id: string }
    const made = await schedule(of, { report: undefined, view: id, period: 'source' })
    await record(of, '2026-05-03T06:59:00Z')
    await record(of, '2026-05-03T07:00:00Z')
    await at(utc('2026-05-04T07:00'))
    expect(await runs(of, made)).toMatchObject([{ rows: 1 }])
    expect((await runs(of, made))[0]).not.toHaveProperty('period')
  })

  it('a removed one sends nothing more, a paused one neither', async () => {
    const of = await reader()
    const [removed, paused] = [await schedule(of), await schedule(of)]
    await server.call(`/v1/schedules/${removed.id}`, { method: 'DELETE', headers: of.headers })
    await server.call(`/v1/schedules/${paused.id}/pause`, { method: 'POST', headers: of.headers })
    await at(utc('2026-05-05T07:00'))
    expect(mails.received).toEqual([])
    expect(await told(of)).toEqual([
      'Create schedule SUCCESS',
      'Create schedule SUCCESS',
      'Delete schedule SUCCESS',
      'Pause schedule SUCCESS',
    ])
  })
})

describe('a test message', () => {
  it('goes where the schedule delivers, without a report, and tells what went wrong', async () => {
    const of = await reader()
    const [mail, web] = [await schedule(of), await schedule(of, byHook())]
    const test = async ({ id }: Schedule) => {
      const answer = await server.call(`/v1/schedules/${id}/test`, { method: 'POST', headers: of.headers })
      return [answer.status, await answer.json()]
    }
    expect(await test(mail)).toEqual([200, { delivered: true }])
    expect(await test(web)).toEqual([200, { delivered: true }])
    expect([mails.received.length, hook.calls.length]).toEqual([1, 1])
    mails.moods.set('*', 'refused')
    expect(await test(mail)).toMatchObject([200, { delivered: false, failure: { code: 'MAIL_REFUSED' } }])
    hook.status = 500
    expect(await test(web)).toMatchObject([200, { delivered: false, failure: { code: 'WEBHOOK_REFUSED' } }])
    for (let i = 0; i < 2; i++) await test(mail)
    expect(await test(mail)).toMatchObject([429, { code: 'TOO_MANY_TESTS' }])
    expect(await runs(of, mail)).toEqual([])
  })
})

/** The texts of a message with their encodings undone. */
function decoded(raw = ''): string {
  return raw
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/(?:=[0-9A-F]{2})+/g, codes => Buffer.from(codes.replaceAll('=', ''), 'hex').toString('utf8'))
}
