/**
 * How many appends a second, and what one costs: `node packages/record/bench/append.ts [seconds]`.
 * Processor time is that of both sides: this process and every process of the server.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type Accepted, canonicalise } from '@daybook/event'

import { childrenOf, createDatabase, PostgresServer } from '../../../test/postgres15.ts'
import { type EngineChoice, type EventRecord, openRecord } from '../src/index.ts'

const SECONDS = Number(process.argv[2] ?? 5)
/** Few, so that what is measured is not the collector walking over them: each tenant gets them once. */
const EVENTS = 20_000
const TENANTS = 100
const TICKS_PER_SECOND = 100
const log = { info() {}, warn: console.warn, error: console.error }

const NAMES = ['Clarissa Dalloway', 'Peter Walsh', 'Septimus Smith', 'Sally Seton', 'Hugh Whitbread']

/** A UUID v7 of now. */
function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

/** About 600 bytes of canonical text, as different from each other as real ones. */
function event(i: number): Accepted {
  const value = {
    id: newId(),
    occurredAt: new Date(Date.now() - (i % 1000)).toISOString(),
    application: ['UserHub', 'Player', 'Routing'][i % 3],
    activity: 'Update user',
    category: 'update',
    outcome: 'SUCCESS',
    actor: { type: 'user', id: randomUUID(), name: NAMES[i % 5], email: `person${i % 977}@example.com` },
    entity: { type: 'User', id: randomUUID(), name: NAMES[(i * 7) % 5] },
    changes: [
      { attribute: 'role', old: 'agent', new: 'supervisor' },
      { attribute: 'phone', old: `+351 21 ${i % 9973}`, new: `+351 22 ${(i * 31) % 9973}` },
    ],
    origin: {
      ip: `10.${i % 200}.${i % 250}.7`,
      sessionId: randomUUID(),
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
    },
  }
  return { event: value as never, text: canonicalise(value), categoryGiven: true }
}

function ticks(pid: number, withEnded: boolean): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const used = fields.slice(11, withEnded ? 15 : 13)
  return used.reduce((sum, field) => sum + Number(field), 0)
}

function cpuSeconds(postmaster: number): number {
  const server = childrenOf(postmaster).reduce((sum, pid) => sum + ticks(pid, true), ticks(postmaster, true))
  const { user, system } = process.cpuUsage()
  return server / TICKS_PER_SECOND + (user + system) / 1e6
}

async function measure(name: string, record: EventRecord, batch: number, callers: number, pid: number) {
  // Made beforehand, so that making them is not measured.
  const prepared = Array.from({ length: EVENTS }, (_, i) => event(i))
  const tenants: number[] = []
  for (let i = 0; i < TENANTS; i++) tenants.push((await record.tenants.ensure(`tenant-${i}`)).id)
  const latencies: number[] = []
  const before = { cpu: cpuSeconds(pid), own: process.cpuUsage(), at: performance.now(), ...record.stats() }
  const until = before.at + SECONDS * 1000
  let next = 0
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() < until && next < EVENTS * TENANTS) {
        const tenant = tenants[Math.floor(next / EVENTS)] ?? 0
        const events = prepared.slice(next % EVENTS, (next % EVENTS) + batch)
        next += batch
        const startedAt = performance.now()
        await record.append(tenant, events)
        latencies.push(performance.now() - startedAt)
      }
    }),
  )
  const seconds = (performance.now() - before.at) / 1000
  const cpu = cpuSeconds(pid) - before.cpu
  const own = process.cpuUsage(before.own)
  const after = record.stats()
  latencies.sort((a, b) => a - b)
  const p = (q: number) => (latencies[Math.floor(latencies.length * q)] ?? 0).toFixed(1)
  console.log(
    `${name.padEnd(14)} ${String(callers).padStart(3)} callers × ${String(batch).padStart(3)}: ` +
      `${Math.round(next / seconds)} events/s, ${Math.round((after.commits - before.commits) / seconds)} commits/s, ` +
      `p50 ${p(0.5)} ms, p99 ${p(0.99)} ms, CPU ${((cpu / next) * 1e6).toFixed(1)} µs/event ` +
      `(ours ${((own.user + own.system) / next).toFixed(1)})`,
  )
}

async function run(name: string, choice: EngineChoice, pidOf: () => number) {
  const record = await openRecord({ engine: choice, clock: Date.now, randomBytes, newId, log })
  const size = async () => (await record.size()).bytes
  for (const [batch, callers] of [
    [500, 4],
    [1, 64],
    [1, 1],
  ] as const) {
    const [bytes, entries] = [await size(), record.stats().entries]
    await measure(name, record, batch, callers, pidOf())
    const grown = ((await size()) - bytes) / (record.stats().entries - entries)
    console.log(`${' '.repeat(15)}grew by ${grown.toFixed(0)} bytes/event, engine's log files included`)
  }
  let read = 0
  const startedAt = performance.now()
  for (const { tenant, next } of (await record.heads()).slice(0, 5)) {
    for (let from = 0; from < next;) {
      const some = await record.read(tenant, from, 5_000)
      from += some.length
      read += some.length
    }
  }
  console.log(
    `${name.padEnd(14)} read ${Math.round((read / (performance.now() - startedAt)) * 1000)} entries/s from disk`,
  )
  await record.close()
}

console.log(`text of an event: ${event(1).text.length} bytes`)
const directory = mkdtempSync(join(tmpdir(), 'daybook-bench-'))
await run('embedded', { kind: 'embedded', directory }, () =>
  Number(readFileSync(join(directory, 'server/cluster/postmaster.pid'), 'utf8').split('\n')[0]),
)
rmSync(directory, { recursive: true, force: true })
try {
  const server = await PostgresServer.create()
  const { url } = await createDatabase(server.url)
  await run('PostgreSQL 15', { kind: 'external', url }, () => server.pid ?? 0)
  await server.stop()
} catch (error) {
  console.log(String(error))
}
