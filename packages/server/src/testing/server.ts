/**
 * A whole server on real engines in a directory of its own, for tests.
 * One directory per process: the embedded index binds it for as long as the process lives. A restart may use it again.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Scope } from '@daybook/record'
import { pino } from 'pino'
import { v7 } from 'uuid'

import { putEmptyRecord } from '../../../../test/empty-record.ts'
import { type RunningServer, type ServerDeps, startServer } from '../compose.ts'
import { loadConfig } from '../config.ts'

export const BOOTSTRAP_KEY = 'bootstrap-key-of-the-tests-0123456789'
const FAST = { stepAgeMs: 10, stepHurryMs: 0, pollMs: 50, leaseMs: 3000 }

export interface TestServer extends RunningServer {
  directory: string
  /** A request with the bootstrap key, unless headers say otherwise. */
  call(path: string, init?: RequestInit): Promise<Response>
  /** The same with a JSON body. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
  key(scopes: Scope[], tenant?: string): Promise<string>
  /** The value of one sample of /metrics; 0 when it is not there. */
  metric(sample: string): Promise<number>
  /** Entries in the record, over all tenants. */
  entries(): Promise<number>
  /** Closes the server and removes its directory. */
  end(): Promise<void>
}

/** @param env further settings */
export async function startTestServer(
  deps: Partial<ServerDeps> = {},
  at?: string,
  env: Record<string, string> = {},
): Promise<TestServer> {
  const directory = at ?? (await mkdtemp(join(tmpdir(), 'daybook-server-')))
  if (at === undefined) putEmptyRecord(join(directory, 'record'))
  const config = loadConfig({
    env: {
      DAYBOOK_DATA: directory,
      DAYBOOK_LISTEN: '127.0.0.1:0',
      DAYBOOK_BOOTSTRAP_KEY: BOOTSTRAP_KEY,
      ...env,
    },
  })
  const server = await startServer(config, { log: pino({ level: 'silent' }), followOptions: FAST, ...deps })

  const call = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(server.url + path, {
      ...init,
      headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, ...(init.headers as Record<string, string>) },
    })
  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    call(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    })

  return {
    ...server,
    directory,
    call,
    post,
    async key(scopes, tenant) {
      const answer = await post('/v1/keys', { scopes, ...(tenant === undefined ? {} : { tenant }) })
      const { key } = (await answer.json()) as { key: string }
      return key
    },
    async metric(sample) {
      const text = await (await fetch(`${server.url}/metrics`)).text()
      const line = text.split('\n').find(candidate => candidate.startsWith(`${sample} `))
      return Number(line?.slice(sample.length + 1) ?? 0)
    },
    async entries() {
      const heads = await server.record.heads()
      return heads.reduce((sum, head) => sum + head.next, 0)
    },
    async end() {
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

export function event(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: v7(),
    occurredAt: '2026-05-04T09:00:00.123+02:00',
    application: 'UserHub',
    activity: 'Change password',
    actor: { id: 'u-1', name: 'Clarissa Dalloway' },
    entity: { type: 'User', id: 'u-2', name: 'Septimus Smith' },
    changes: [{ attribute: 'role', old: 'agent', new: 'supervisor' }],
    ...more,
  }
}

export function events(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, () => event())
}

export function bearer(key: string): Record<string, string> {
  return { authorization: `Bearer ${key}` }
}
