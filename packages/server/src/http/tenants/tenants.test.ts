/** Guarantees of tenants over HTTP: a zone is set by an administrator, told to everybody of the tenant, and to nobody else. */
import { afterAll, beforeAll, expect, it } from 'vitest'

import { bearer, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => server.end())

const set = (name: string, body: unknown, headers: Record<string, string> = {}) =>
  server.call(`/v1/tenants/${name}`, {
    method: 'PATCH',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })

it('a tenant lives by UTC until an administrator sets its zone, which the session then tells', async () => {
  const headers = bearer(await server.key(['read', 'admin'], 'lisbon'))
  const zone = async () => {
    const answers = await Promise.all(
      ['/v1/tenants/lisbon', '/v1/session'].map(path => server.call(path, { headers })),
    )
    return Promise.all(answers.map(async answer => ((await answer.json()) as { zone: string }).zone))
  }
  expect(await zone()).toEqual(['UTC', 'UTC'])
  expect(await (await set('lisbon', { zone: 'Europe/Lisbon' }, headers)).json()).toEqual({
    name: 'lisbon',
    zone: 'Europe/Lisbon',
  })
  expect(await zone()).toEqual(['Europe/Lisbon', 'Europe/Lisbon'])
})

it('an administrator of the first tenant sets the zone of any; of another tenant only its own', async () => {
  const headers = bearer(await server.key(['read', 'admin'], 'elsewhere'))
  expect((await set('elsewhere', { zone: 'Asia/Tokyo' })).status).toBe(200)
  expect((await set('default', { zone: 'Asia/Tokyo' }, headers)).status).toBe(404)
  expect((await server.call('/v1/tenants/default', { headers })).status).toBe(404)
  expect((await server.call('/v1/tenants/nowhere')).status).toBe(404)
})

it('a zone is read with the scope read and set with the scope admin', async () => {
  const headers = bearer(await server.key(['read']))
  expect((await server.call('/v1/tenants/default', { headers })).status).toBe(200)
  expect((await set('default', { zone: 'UTC' }, headers)).status).toBe(403)
})

it.each([{ zone: 'Mars/Olympus' }, { zone: '' }, {}, { zone: 'UTC', name: 'x' }])(
  '%j is refused',
  async body => {
    expect((await set('default', body)).status).toBe(400)
  },
)
