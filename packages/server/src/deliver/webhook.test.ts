/** Guarantees of webhooks: an outside verifier accepts the signature, and no address leads where it may not. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { guardedPost, type Lookup, webhookProblem } from './guarded-post.ts'
import type { DeliveryError } from './outcome.ts'
import { Reachable, readNetworks } from './reachable.ts'
import { makeCertificate } from '../../../../test/certificate.ts'
import { newWebhookSecret, sendWebhook } from './webhook.ts'

const LOOPBACK = new Reachable(['loopback'])
const PUBLIC = new Reachable()
const NOW = Date.now()
const clock = () => NOW
const secretOf = (byte: number) => newWebhookSecret(n => new Uint8Array(n).fill(byte))
const BODY = JSON.stringify({ type: 'report', data: { name: 'Übersicht 😀' } })

interface Call {
  headers: Record<string, string>
  body: string
  path: string
}

let server: Server
let url: string
let calls: Call[] = []
let answer: (
  request: IncomingMessage,
) => { status: number; headers?: Record<string, string>; body?: string } | undefined
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      calls.push({ headers: request.headers as Record<string, string>, body, path: request.url ?? '' })
      const told = answer(request)
      if (told !== undefined) response.writeHead(told.status, told.headers).end(told.body)
    })
  })
  url = `http://127.0.0.1:${await listen(server)}/hook`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
afterEach(() => {
  calls = []
})

function listen(on: Server): Promise<number> {
  return new Promise(resolve => on.listen(0, '127.0.0.1', () => resolve((on.address() as AddressInfo).port)))
}

async function codeOf(sending: Promise<unknown>): Promise<string | undefined> {
  return sending.then(
    () => undefined,
    (error: DeliveryError) => error.code,
  )
}

describe('a signed message', () => {
  const send = (secrets: string[], id = 'run_1') =>
    sendWebhook({ id, url, body: BODY, secrets }, { reachable: LOOPBACK, clock })

  it('is accepted by an outside verifier, for the new secret and for the old', async () => {
    answer = () => ({ status: 204 })
    const [fresh, old, other] = [secretOf(1), secretOf(2), secretOf(3)]
    await send([fresh, old])
    const [call] = calls
    expect(call?.body).toBe(BODY)
    for (const secret of [fresh, old])
      expect(new Webhook(secret).verify(call?.body ?? '', call?.headers ?? {})).toEqual(JSON.parse(BODY))
    expect(() => new Webhook(other).verify(call?.body ?? '', call?.headers ?? {})).toThrow()
    expect(() => new Webhook(fresh).verify(`${BODY} `, call?.headers ?? {})).toThrow()
  })

  it('has the same id each time', async () => {
    answer = () => ({ status: 200 })
    await send([secretOf(1)], 'run_7')
    await send([secretOf(1)], 'run_7')
    expect(calls.map(({ headers }) => headers['webhook-id'])).toEqual(['run_7', 'run_7'])
  })

  it.each([
    [500, 'WEBHOOK_REFUSED'],
    [404, 'WEBHOOK_REFUSED'],
    [410, 'WEBHOOK_GONE'],
    [301, 'WEBHOOK_REFUSED'],
  ])('that is answered with %i has failed: %s', async (status, code) => {
    answer = () => ({ status })
    expect(await codeOf(send([secretOf(1)]))).toBe(code)
  })

  it('follows no redirect', async () => {
    answer = () => ({ status: 307, headers: { location: '/elsewhere' } })
    expect(await codeOf(send([secretOf(1)]))).toBe('WEBHOOK_REFUSED')
    expect(calls.map(({ path }) => path)).toEqual(['/hook'])
  })

  it('is not kept waiting, and an answer without end is not read to its end', async () => {
    answer = () => undefined
    const deps = { reachable: LOOPBACK, clock, timeoutMs: 100 }
    expect(await codeOf(sendWebhook({ id: 'a', url, body: BODY, secrets: [] }, deps))).toBe('WEBHOOK_TIMEOUT')
    answer = () => ({ status: 200, body: 'x'.repeat(5_000_000) })
    await send([secretOf(1)])
  })

  it('is not sent over TLS to somebody who cannot prove the name', async () => {
    const { key, cert } = makeCertificate('DNS:hooks.example.com')
    const tls = createTlsServer({ key, cert }, (_, response) => response.writeHead(204).end())
    const port = await listen(tls)
    const lookup: Lookup = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }])
    const post = (host: string, ca?: string) =>
      guardedPost(
        `https://${host}:${port}/`,
        { body: BODY, headers: {} },
        { reachable: LOOPBACK, lookup, ...(ca && { ca }) },
      )
    expect(await post('hooks.example.com', cert)).toBe(204)
    expect(await codeOf(post('hooks.example.com'))).toBe('WEBHOOK_UNREACHABLE')
    expect(await codeOf(post('other.example.com', cert))).toBe('WEBHOOK_UNREACHABLE')
    tls.close()
  })
})

describe('an address', () => {
  it.each([
    'http://hooks.example.com/',
    'ftp://hooks.example.com/',
    'https://user:pw@hooks.example.com/',
    'https://hooks.example.com/#x',
    'hooks.example.com',
    '',
    'javascript:alert(1)',
    'https://127.0.0.1/',
    'https://localhost/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://017700000001/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://169.254.169.254/latest/',
    'https://10.1.2.3/',
    'https://172.31.0.1/',
    'https://192.168.0.1/',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[::]/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    `https://hooks.example.com/${'x'.repeat(2000)}`,
  ])('%.60s cannot be used', text => {
    expect(webhookProblem(text, PUBLIC)).toBeDefined()
  })

  it.each([
    'https://hooks.example.com/a?b=c',
    'https://hooks.example.com:8443/',
    'https://93.184.216.34/',
    'https://[2606:4700::1]/',
  ])('%s can be used', text => {
    expect(webhookProblem(text, PUBLIC)).toBeUndefined()
  })

  it('of a network that was named can be used, without encryption only there', () => {
    const named = new Reachable(readNetworks('loopback, 10.1.0.0/16') ?? [])
    for (const good of [
      'http://127.0.0.1/',
      'http://localhost:8080/',
      'http://[::1]/',
      'http://10.1.2.3/',
      'https://10.1.2.3/',
    ])
      expect(webhookProblem(good, named), good).toBeUndefined()
    for (const bad of [
      'http://10.2.0.1/',
      'https://10.2.0.1/',
      'http://hooks.example.com/',
      'http://localhost.example.com/',
    ])
      expect(webhookProblem(bad, named), bad).toBeDefined()
    for (const bad of ['', 'localhost', '10.0.0.1', '10.0.0.0/33', '::/129', 'loopback;', '1.2.3/8'])
      expect(readNetworks(bad), bad).toBeUndefined()
  })

  it('is judged by what its name leads to, at the moment of the call, by every address, and goes nowhere else', async () => {
    answer = () => ({ status: 200 })
    const { port } = new URL(url)
    const asked: string[] = []
    const post = (reachable: Reachable, ...addresses: string[]) =>
      guardedPost(
        `https://rebound.example.com:${port}/`,
        { body: BODY, headers: {} },
        {
          reachable,
          lookup: host => {
            asked.push(host)
            return Promise.resolve(
              addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
            )
          },
        },
      )
    for (const inside of [
      ['127.0.0.1'],
      ['169.254.169.254'],
      ['93.184.216.34', '127.0.0.1'],
      ['::ffff:10.0.0.1'],
      ['::1'],
      [],
    ])
      expect(await codeOf(post(PUBLIC, ...inside)), String(inside)).toBe('WEBHOOK_ADDRESS_REFUSED')
    expect(calls).toEqual([])
    // It connects to what was checked: here a TLS call meets a server that speaks none.
    expect(await codeOf(post(LOOPBACK, '127.0.0.1'))).toBe('WEBHOOK_UNREACHABLE')
    expect(asked).toHaveLength(7)
  })

  it('of IPv6 that hides one of IPv4 is judged like that one', () => {
    fc.assert(
      fc.property(fc.ipV4(), address => {
        const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
        const hex = `::ffff:${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
        for (const hidden of [`::ffff:${address}`, hex, `0:0:0:0:0:ffff:${address}`])
          expect(PUBLIC.allows(hidden), hidden).toBe(PUBLIC.allows(address))
        // Other ways to carry it do not come near the internet.
        expect(PUBLIC.allows(`64:ff9b::${address}`)).toBe(false)
        expect(PUBLIC.allows(`::${address}`)).toBe(false)
      }),
    )
  })
})
