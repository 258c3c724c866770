/** Guarantees of what browsers get: our own files only, under a strict policy, and every unknown address says what it is. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let webDirectory: string
const BIG = 'export const y = 2\n'.repeat(500)
beforeAll(async () => {
  webDirectory = await mkdtemp(join(tmpdir(), 'daybook-web-'))
  await mkdir(join(webDirectory, 'assets'))
  await writeFile(join(webDirectory, 'index.html'), '<title>Daybook web</title>')
  await writeFile(join(webDirectory, 'favicon.svg'), '<svg/>')
  await writeFile(join(webDirectory, 'assets', 'main-abc123.js'), 'export const x = 1')
  await writeFile(join(webDirectory, 'assets', 'big-abc123.js'), BIG)
  await writeFile(join(webDirectory, 'assets', 'big-abc123.js.br'), brotliCompressSync(BIG))
  server = await startTestServer({ webDirectory })
})
afterAll(async () => {
  await server.end()
  await rm(webDirectory, { recursive: true, force: true })
})

const page = (path: string): Promise<Response> =>
  fetch(server.url + path, { headers: { accept: 'text/html,*/*' } })

describe('the web application', () => {
  it.each(['/', '/sign-in', '/reports/activity?q=1', '/entities/User/u-1.2'])(
    'answers %s with its page, asked for each time',
    async path => {
      const answer = await page(path)
      expect(answer.status).toBe(200)
      expect(await answer.text()).toContain('Daybook web')
      expect(answer.headers.get('content-type')).toContain('text/html')
      expect(answer.headers.get('cache-control')).toBe('no-cache')
    },
  )

  it('has files: those with a hash in their name are kept for a year, others are asked for', async () => {
    const asset = await fetch(`${server.url}/assets/main-abc123.js`)
    expect(asset.headers.get('content-type')).toContain('javascript')
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect((await fetch(`${server.url}/favicon.svg`)).headers.get('cache-control')).toBe('no-cache')
  })

  it('sends the copy that the build compressed, under the name and the age of its file', async () => {
    const answer = await fetch(`${server.url}/assets/big-abc123.js`, { headers: { 'accept-encoding': 'br' } })
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-encoding': 'br',
      'content-length': String(brotliCompressSync(BIG).length),
      'content-type': expect.stringContaining('javascript') as string,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: expect.stringContaining('accept-encoding') as string,
    })
    expect(await answer.text()).toBe(BIG)
    const plain = await fetch(`${server.url}/assets/big-abc123.js`, {
      headers: { 'accept-encoding': 'identity' },
    })
    expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, BIG])
  })

  it('runs under a policy that allows only what this server serves', async () => {
    const policy = (await page('/')).headers.get('content-security-policy') ?? ''
    const directives = Object.fromEntries(
      policy.split(';').map(part => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]),
    )
    expect(directives).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self' data:",
      'connect-src': "'self'",
      'font-src': "'self'",
      'frame-ancestors': "'none'",
    })
  })

  it.each([
    '/../package.json',
    '/..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/..%5c..%5cx',
  ])('never leaves its directory: %s', async path => {
    const text = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    expect(text).toMatch(/^HTTP\/1.1 (400|404) /)
    expect(text).not.toMatch(/root:|"name"/)
  })
})

describe('the API reference', () => {
  it('names no other host in its page, and its scripts are served here', async () => {
    const html = await (await page('/docs')).text()
    expect(html).not.toMatch(/https?:\/\//)
    for (const [, src] of html.matchAll(/src="([^"]+)"/g)) {
      const script = await fetch(server.url + (src ?? ''))
      expect(script.status).toBe(200)
      expect(script.headers.get('content-type')).toContain('javascript')
    }
    const policy = (await page('/docs')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("connect-src 'self'")
    expect(policy).toContain("script-src 'self';")
  })
})

describe('an unknown address', () => {
  it.each([
    ['/v1/nothing', 404, 'NOT_FOUND'],
    ['/v1', 404, 'NOT_FOUND'],
    ['/assets/gone.js', 404, 'NOT_FOUND'],
    ['/v1/events', 405, 'METHOD_NOT_ALLOWED'],
  ])('%s is a problem document, also for browsers', async (path, status, code) => {
    const answer = await page(path)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code])
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
  })

  it('405 says which methods there are', async () => {
    for (const [path, method, allowed] of [
      ['/v1/events', 'PUT', ['POST']],
      ['/v1/session', 'PATCH', ['POST', 'GET', 'HEAD', 'DELETE']],
      ['/v1/keys/1', 'GET', ['DELETE']],
      ['/health/live', 'POST', ['GET', 'HEAD']],
    ] as const) {
      const answer = await server.call(path, { method })
      expect(answer.status).toBe(405)
      expect(answer.headers.get('allow')?.split(', ').toSorted()).toEqual([...allowed].toSorted())
    }
  })
})

describe('bytes that are no HTTP', () => {
  it.each([
    ['nonsense\r\n\r\n', 400, 'INVALID_HTTP'],
    [`GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(100_000)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
    [
      'POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
      'INVALID_HTTP',
    ],
  ])('%.30j get a problem document', async (text, status, code) => {
    const answer = await raw(text)
    expect(answer).toContain(`HTTP/1.1 ${status} `)
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ status, code })
  })
})

/** Sends bytes as they are, and answers all bytes that come back. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    const socket = connect(Number(port), hostname, () => socket.write(text))
    let answer = ''
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
  })
}
