/** Guarantees of views: private to their owner, shared within a tenant, changed by who may, and opaque. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { bearer, startTestServer, type TestServer } from '../../testing/server.ts'

interface View {
  id: string
  name: string
  query: string
  shared: boolean
  mine: boolean
  owner: string
}

const QUERY =
  'application=Interaction%20Analytics&entity=Chat&-category=read&columns=occurredAt,actor&groups=actor&zone=Europe%2FWarsaw'
const VIEW = { name: 'Chats seen', report: 'cxone-activity', query: QUERY }
const NOBODY = '01890000-0000-7000-8000-000000000000'

let server: TestServer
let mine: Record<string, string>
let other: Record<string, string>
let admin: Record<string, string>
let stranger: Record<string, string>
beforeAll(async () => {
  server = await startTestServer()
  mine = bearer(await server.key(['read'], 'team'))
  other = bearer(await server.key(['read'], 'team'))
  admin = bearer(await server.key(['read', 'admin'], 'team'))
  stranger = bearer(await server.key(['read', 'admin'], 'stranger'))
})
afterAll(async () => server.end())

async function create(more: object = {}, as = mine): Promise<View> {
  const answer = await server.post('/v1/views', { ...VIEW, ...more }, as)
  expect(answer.status).toBe(201)
  return (await answer.json()) as View
}

const at = (id: string, as: Record<string, string>): Promise<Response> =>
  server.call(`/v1/views/${id}`, { headers: as })
const change = (id: string, body: unknown, as: Record<string, string>): Promise<Response> =>
  server.call(`/v1/views/${id}`, {
    method: 'PUT',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...as },
  })
const remove = (id: string, as: Record<string, string>): Promise<Response> =>
  server.call(`/v1/views/${id}`, { method: 'DELETE', headers: as })

async function listed(as: Record<string, string>): Promise<string[]> {
  const answer = await server.call('/v1/views', { headers: as })
  return ((await answer.json()) as { views: View[] }).views.map(({ id }) => id)
}

async function refusal(answer: Promise<Response>): Promise<[number, string]> {
  const got = await answer
  return [got.status, ((await got.json()) as { code: string }).code]
}

describe('a view', () => {
  it('comes back as it was saved, to its owner', async () => {
    const made = await create()
    expect(made).toMatchObject({ ...VIEW, shared: false, mine: true, owner: expect.stringMatching(/^key:/) })
    expect(await (await at(made.id, mine)).json()).toEqual(made)
    expect(await listed(mine)).toContain(made.id)
  })

  it('that is private is not there for anybody else, administrators included', async () => {
    const { id } = await create()
    for (const as of [other, admin, stranger]) {
      expect(await refusal(at(id, as))).toEqual([404, 'NOT_FOUND'])
      expect(await refusal(change(id, VIEW, as))).toEqual([404, 'NOT_FOUND'])
      expect(await refusal(remove(id, as))).toEqual([404, 'NOT_FOUND'])
      expect(await listed(as)).not.toContain(id)
    }
  })

  it('that is shared is seen by its tenant, and changed by its owner and administrators only', async () => {
    const { id } = await create({ shared: true })
    expect(await (await at(id, other)).json()).toMatchObject({ id, shared: true, mine: false })
    expect(await listed(other)).toContain(id)
    expect(await refusal(at(id, stranger))).toEqual([404, 'NOT_FOUND'])
    expect(await listed(stranger)).not.toContain(id)

    expect(await refusal(change(id, VIEW, other))).toEqual([403, 'FORBIDDEN'])
    expect(await refusal(remove(id, other))).toEqual([403, 'FORBIDDEN'])
    const changed = await change(id, { ...VIEW, name: 'Renamed', shared: true }, admin)
    expect([changed.status, await changed.json()]).toMatchObject([200, { name: 'Renamed', mine: false }])
    expect((await remove(id, mine)).status).toBe(204)
    expect(await refusal(at(id, mine))).toEqual([404, 'NOT_FOUND'])
  })

  it('may have the state of any report, and any text of any script in its name', async () => {
    for (const report of [
      'activity',
      'changes',
      'commbox-audit-trail',
      'liveperson-audit-trail',
      '8x8-audit-events',
    ])
      expect(await create({ report, name: 'נוף 😀 "x"' })).toMatchObject({ report, name: 'נוף 😀 "x"' })
  })

  it.each([
    [{ name: undefined }, 'INVALID_BODY'],
    [{ name: '' }, 'INVALID_BODY'],
    [{ name: '  ' }, 'INVALID_BODY'],
    [{ name: 'x'.repeat(201) }, 'INVALID_BODY'],
    [{ report: 'nonsense' }, 'INVALID_BODY'],
    [{ report: '__proto__' }, 'INVALID_BODY'],
    [{ query: 'x'.repeat(8001) }, 'INVALID_BODY'],
    [{ query: 7 }, 'INVALID_BODY'],
    [{ shared: 'yes' }, 'INVALID_BODY'],
    [{ owner: 'key:somebody' }, 'INVALID_BODY'],
  ])('with %.60j is refused', async (more, code) => {
    expect(await refusal(server.post('/v1/views', { ...VIEW, ...more }, mine))).toEqual([400, code])
    const { id } = await create()
    expect(await refusal(change(id, { ...VIEW, ...more }, mine))).toEqual([400, code])
  })

  it.each(['nonsense', NOBODY, '%00'])('404: %s is none', async id => {
    expect(await refusal(at(id, mine))).toEqual([404, 'NOT_FOUND'])
    expect(await refusal(change(id, VIEW, mine))).toEqual([404, 'NOT_FOUND'])
    expect(await refusal(remove(id, mine))).toEqual([404, 'NOT_FOUND'])
  })

  it('needs the scope read, and no key of its own tenant sees another’s', async () => {
    const sender = bearer(await server.key(['ingest'], 'team'))
    expect(await refusal(server.call('/v1/views', { headers: sender }))).toEqual([403, 'FORBIDDEN'])
    expect(await refusal(server.post('/v1/views', VIEW, sender))).toEqual([403, 'FORBIDDEN'])
    expect((await fetch(`${server.url}/v1/views`)).status).toBe(401)
  })

  it('400: an unknown parameter', async () => {
    expect(await refusal(server.call('/v1/views?mine=true', { headers: mine }))).toEqual([
      400,
      'UNKNOWN_PARAMETER',
    ])
  })

  it('422: beyond the limit of a tenant, and there is room again when one goes', async () => {
    const as = bearer(await server.key(['read'], 'many-views'))
    let last: View | undefined
    for (let i = 0; i < 20; i++)
      last = (await Promise.all(Array.from({ length: 50 }, () => create({}, as)))).at(-1)
    expect(await refusal(server.post('/v1/views', VIEW, as))).toEqual([422, 'LIMIT_REACHED'])
    expect((await remove(last?.id ?? '', as)).status).toBe(204)
    await create({}, as)
  })
})
