/**
 * What one event costs the server's process: CPU of this process per event, load generator excluded as far as it can be.
 * Everything runs as in production (embedded record, index, follower); the load comes from a child process.
 * Usage: node packages/server/bench/post-events.ts [eventsPerBatch=1000] [batches=200] [connections=4]
 */
import { spawn } from 'node:child_process'

import { BOOTSTRAP_KEY, startTestServer } from '../src/testing/server.ts'

const [perBatch = 1000, batches = 200, connections = 4] = process.argv.slice(2).map(Number)

const LOAD = `
const http = require('node:http'), { randomUUID } = require('node:crypto')
const [url, key, perBatch, batches, connections] = process.argv.slice(1)
const agent = new http.Agent({ keepAlive: true, maxSockets: Number(connections) })
const event = i => '{"id":"' + randomUUID() + '","occurredAt":"2026-05-04T09:00:00.123+02:00","application":"UserHub","activity":"Change role","actor":{"type":"user","id":"u-' + (i % 50) + '","name":"Clarissa Dalloway","email":"clarissa@example.org"},"entity":{"type":"User","id":"u-' + i + '","name":"Septimus Smith"},"changes":[{"attribute":"role","old":"agent","new":"supervisor"},{"attribute":"team","old":"Lighthouse","new":"Waves"}],"origin":{"accessMethod":"UI","ip":"203.0.113.7","userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36","sessionId":"' + randomUUID() + '"},"source":{"name":"bench","sequence":' + i + '}}'
const bodies = Array.from({ length: Number(batches) }, (_, b) => perBatch === '1' ? event(b) : '{"events":[' + Array.from({ length: Number(perBatch) }, (_, i) => event(b * perBatch + i)).join(',') + ']}')
process.send('ready')
process.once('message', async () => {
  let next = 0
  const latencies = []
  const one = body => new Promise((resolve, reject) => {
    const started = performance.now()
    const request = http.request(url + '/v1/events', { method: 'POST', agent, headers: { authorization: 'Bearer ' + key, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, response => {
      if (response.statusCode !== 201) reject(new Error('status ' + response.statusCode))
      response.resume().on('end', () => { latencies.push(performance.now() - started); resolve() })
    })
    request.end(body)
  })
  await Promise.all(Array.from({ length: Number(connections) }, async () => { while (next < bodies.length) await one(bodies[next++]) }))
  latencies.sort((a, b) => a - b)
  process.send({ bytes: bodies.reduce((sum, body) => sum + body.length, 0), p50: latencies[latencies.length >> 1], p99: latencies[Math.floor(latencies.length * 0.99)] })
  process.disconnect()
})
`

interface Outcome {
  bytes: number
  p50: number
  p99: number
}

const server = await startTestServer({ followOptions: {} })
// PostgreSQL is a process of its own; the index runs on threads of this one, so its share is shown apart by stopping to follow.
if (process.env['FOLLOW'] === '0') await server.followers.close()
const child = spawn(
  process.execPath,
  ['-e', LOAD, server.url, BOOTSTRAP_KEY, String(perBatch), String(batches), String(connections)],
  { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
)
await new Promise(resolve => child.once('message', resolve))
const before = process.cpuUsage()
const threadBefore = process.threadCpuUsage()
const startedAt = performance.now()
const outcome = await new Promise<Outcome>(resolve => {
  child.once('message', message => resolve(message as Outcome))
  child.send('go')
})
const seconds = (performance.now() - startedAt) / 1000
const cpu = process.cpuUsage(before)
const thread = process.threadCpuUsage(threadBefore)
const events = perBatch * batches
console.log(
  JSON.stringify({
    events,
    bytesPerEvent: Math.round(outcome.bytes / events),
    eventsPerSecond: Math.round(events / seconds),
    mainThreadMicrosPerEvent: Number(((thread.user + thread.system) / events).toFixed(1)),
    processMicrosPerEvent: Number(((cpu.user + cpu.system) / events).toFixed(1)),
    p50Ms: Number(outcome.p50.toFixed(1)),
    p99Ms: Number(outcome.p99.toFixed(1)),
  }),
)
await server.end()
