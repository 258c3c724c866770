/** Guarantees of `daybook export`: a whole file with its hash, and a stopped download that goes on. */
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import {
  BOOTSTRAP_KEY,
  events,
  startTestServer,
  type TestServer,
} from '../packages/server/src/testing/server.ts'
import { command, startCommand } from './command-line.ts'

let server: TestServer
let directory: string
let env: Record<string, string>
beforeAll(async () => {
  server = await startTestServer({ exportSettings: { pollMs: 20, partRows: 50 } })
  directory = await mkdtemp(join(tmpdir(), 'daybook-export-'))
  env = { DAYBOOK_URL: server.url, DAYBOOK_KEY: BOOTSTRAP_KEY }
  await server.post('/v1/events?wait=indexed', { events: events(200) })
})
afterAll(async () => {
  await server.end()
  await rm(directory, { recursive: true, force: true })
})

it('makes a file, says what it is, and leaves nothing else', { timeout: 120_000 }, async () => {
  const path = join(directory, 'all.csv')
  const args = ['export', 'activity', '--q', 'app:UserHub', '--columns', 'id,actor', '--no-bom', '-o', path]
  const { code, stdout, stderr } = await command(args, env)
  expect([code, stdout]).toEqual([0, ''])
  expect(stderr).toContain('200 rows')
  expect(stderr).toMatch(/SHA-256 [0-9a-f]{64}/)
  const whole = await readFile(path)
  expect(whole.toString().split('\r\n')).toHaveLength(202)

  // As a run leaves it that was stopped in the middle of the download.
  const listed = (await (await server.call('/v1/exports')).json()) as { exports: { id: string }[] }
  const request = {
    report: 'activity',
    format: 'csv',
    q: 'app:UserHub',
    columns: ['id', 'actor'],
    csv: { bom: false, guardFormulas: true },
  }
  await writeFile(`${path}.part`, whole)
  await truncate(`${path}.part`, 1000)
  await writeFile(`${path}.part.json`, JSON.stringify({ id: listed.exports[0]?.id, request }))
  // A server that is away costs nothing of it, however often it is tried, and nobody has to wait for more.
  const away = await startAbsent()
  const trying = startCommand(args, { ...env, DAYBOOK_URL: away.url })
  await away.tried(2)
  trying.kill('SIGTERM')
  expect((await trying.ended).code).toBe(130)
  away.close()
  expect(await readFile(`${path}.part`)).toHaveLength(1000)
  const again = await command(args, env)
  expect(again.code).toBe(0)
  expect(await readFile(path)).toEqual(whole)
  const now = (await (await server.call('/v1/exports')).json()) as typeof listed
  expect(now.exports.map(({ id }) => id)).toEqual(listed.exports.map(({ id }) => id))
})

it('says why it cannot', { timeout: 60_000 }, async () => {
  const { code, stderr } = await command(['export', '-o', join(directory, 'what')], env)
  expect([code, stderr]).toEqual([2, expect.stringContaining('--format')])
})

/** Where nobody answers: every connection ends at once. */
async function startAbsent() {
  let connections = 0
  const server = createServer(socket => {
    connections++
    socket.destroy()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tried: (times: number) => expect.poll(() => connections).toBeGreaterThanOrEqual(times),
    close: () => server.close(),
  }
}
