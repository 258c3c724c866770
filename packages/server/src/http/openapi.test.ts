/** Guarantees of the description: it is OpenAPI 3.1, names every route, and no route answers with a status that it does not name. */
import { entrySchema } from '@daybook/event'
import { validate } from '@scalar/openapi-parser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { event, startTestServer, type TestServer } from '../testing/server.ts'
import { ERRORS } from '../errors.ts'

interface Operation {
  summary: string
  responses: Record<string, { description: string; content?: Record<string, { schema: unknown }> }>
  parameters?: { name: string; in: string; schema: unknown; required?: boolean }[]
  requestBody?: { content: Record<string, { schema: unknown }> }
  security?: Record<string, unknown>[]
  tags?: string[]
}

interface Document {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Record<string, unknown>>; securitySchemes: Record<string, unknown> }
  tags: { name: string }[]
}

let server: TestServer
let document: Document
beforeAll(async () => {
  server = await startTestServer()
  document = (await (await fetch(`${server.url}/openapi.json`)).json()) as Document
})
afterAll(async () => server.end())

const operations = (): [string, string, Operation][] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, string, Operation] => [
      path,
      method,
      operation,
    ]),
  )

function* refsOf(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    if (key === '$ref' && typeof member === 'string') yield member
    else yield* refsOf(member)
  }
}

describe('/openapi.json', () => {
  it('is OpenAPI 3.1, as an outside validator sees it too, and its references all lead somewhere', async () => {
    expect(document.openapi).toBe('3.1.0')
    expect(await validate(document as object)).toMatchObject({ valid: true, errors: [] })
    expect(document.info).toMatchObject({ title: 'Daybook', version: expect.any(String) })
    expect(Object.keys(document.components.schemas).toSorted()).toEqual(['Entry', 'Event', 'Problem'])
    for (const ref of refsOf(document)) {
      const found = ref
        .slice(2)
        .split('/')
        .reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], document)
      expect(found, ref).toBeDefined()
    }
  })

  it('describes each operation: words, a success, the refusals, parameters of its path', () => {
    const tags = new Set(document.tags.map(tag => tag.name))
    for (const [path, method, operation] of operations()) {
      const name = `${method} ${path}`
      expect(operation.summary, name).toMatch(/\w/)
      expect(
        operation.tags?.every(tag => tags.has(tag)),
        name,
      ).toBe(true)
      const statuses = Object.keys(operation.responses)
      expect(
        statuses.some(status => status.startsWith('2')),
        name,
      ).toBe(true)
      expect(statuses, name).toContain('500')
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(status).toMatch(/^\d{3}$/)
        expect(response.description, `${name} ${status}`).toMatch(/\w/)
      }
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(match => match[1])
      const described = (operation.parameters ?? []).filter(parameter => parameter.in === 'path')
      expect(
        described.map(parameter => parameter.name),
        name,
      ).toEqual(inPath)
      expect(
        described.every(parameter => parameter.required),
        name,
      ).toBe(true)
      for (const scheme of (operation.security ?? []).flatMap(Object.keys))
        expect(document.components.securitySchemes).toHaveProperty(scheme)
    }
  })

  it('describes every route but the pages', () => {
    const described = new Set(Object.keys(document.paths).map(path => path.replaceAll(/\{(\w+)\}/g, ':$1')))
    const served = routePaths(server)
    expect([...served].filter(path => !described.has(path)).toSorted()).toEqual([
      '/docs',
      '/docs/reference.js',
      '/docs/start.js',
    ])
    expect([...described].every(path => served.has(path))).toBe(true)
  })

  it('is what routes do: each answers every kind of bad request with a status and a type that it names', async () => {
    const id = '01890000-0000-7000-8000-000000000000'
    for (const [path, method, operation] of operations()) {
      const address = path.replace('{id}', id).replace('{report}', 'activity')
      const json = { 'content-type': 'application/json' }
      const withBody = method === 'post' || method === 'put'
      const tries: [string, RequestInit][] = [
        [address, { method }],
        [address, { method, headers: { authorization: 'Bearer wrong' } }],
        [`${address}?nonsense=1`, { method, ...(withBody ? { body: '{}', headers: json } : {}) }],
        ...(withBody
          ? ([
              [address, { method, body: '{', headers: json }],
              [address, { method, body: '{}', headers: json }],
              [address, { method, body: '[1]', headers: json }],
              [address, { method, body: Buffer.from([0x22, 0xff, 0x22]), headers: json }],
              [address, { method, body: 'x', headers: { 'content-type': 'text/plain' } }],
              [address, { method, body: 'x'.repeat(17 * 1024 * 1024), headers: json }],
            ] as [string, RequestInit][])
          : []),
      ]
      for (const [url, init] of tries) {
        const answer = await server.call(url, { ...init, method: method.toUpperCase() })
        const text = await answer.text()
        const named = operation.responses[String(answer.status)]
        expect(named, `${method} ${url} answered ${answer.status} ${text.slice(0, 200)}`).toBeDefined()
        const type = answer.headers.get('content-type')?.split(';')[0]
        if (type !== undefined && answer.status !== 204)
          expect(Object.keys(named?.content ?? {}), `${method} ${url} ${answer.status}`).toContain(type)
        if (answer.status >= 400) {
          const { code, status } = JSON.parse(text) as { code: keyof typeof ERRORS; status: number }
          expect(ERRORS[code].status).toBe(status)
          expect(named?.description).toContain(code)
        }
      }
    }
  })

  it('names the fields of an entry as they are answered', async () => {
    const sent = event()
    await server.post('/v1/events', sent)
    const entry = (await (await server.call(`/v1/events/${String(sent['id'])}`)).json()) as Record<
      string,
      unknown
    >
    const known = Object.keys((entrySchema as { properties: Record<string, unknown> }).properties)
    expect(known).toEqual(expect.arrayContaining(Object.keys(entry)))
  })
})

/** What Fastify's router really holds. */
function routePaths({ app }: TestServer): Set<string> {
  const paths = new Set<string>()
  const stack: string[] = []
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const match = /^([│ ]*)[├└]── (\S*)(?: \(([^)]*)\))?/u.exec(line)
    if (match === null) continue
    const depth = (match[1] ?? '').length / 4
    stack.length = depth
    stack.push(match[2] ?? '')
    if (match[3] !== undefined) paths.add(stack.join(''))
  }
  return new Set([...paths].filter(path => !path.includes('*') && path !== '/'))
}
