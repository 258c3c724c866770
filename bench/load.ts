/**
 * The load generator: a process of its own that keeps connections busy for a while and prints what it saw as one line of JSON.
 * Every connection waits for its answer before it sends again (a closed loop), so latency is what a client would see.
 */
import { sampleEvents } from '@daybook/connectors'
import { BodySource } from './bodies.ts'
import { median, percentile } from './numbers.ts'
import { postHead, RawConnection } from './raw-http.ts'

export interface LoadRequest {
  host: string
  port: number
  key: string
  seconds: number
  connections: number
  /** Events a request; 1 sends single events. */
  batch: number
  /** Stops at this many events a second over all connections; 0 = as fast as it goes. */
  paceEventsPerSecond: number
}

export interface LoadResult {
  events: number
  seconds: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  refused: Record<string, number>
  /** Events acknowledged in each second of the run. */
  bySecond: number[]
}

export async function generateLoad(request: LoadRequest): Promise<LoadResult> {
  const templates = [...sampleEvents({ events: request.batch, seed: 7, until: Date.now() })]
  const latencies: number[] = []
  const refused: Record<string, number> = {}
  const bySecond: number[] = []
  const started = performance.now()
  const ends = started + request.seconds * 1000
  let events = 0

  async function lane(number: number): Promise<void> {
    const source = new BodySource(templates, (process.pid + number * 257) % 65_536, request.batch > 1)
    const connection = await RawConnection.open(request.host, request.port)
    const msPerRequest = request.paceEventsPerSecond
      ? (1000 * request.batch * request.connections) / request.paceEventsPerSecond
      : 0
    let due = performance.now() + (msPerRequest * number) / request.connections
    while (performance.now() < ends) {
      if (due > performance.now()) await new Promise(resolve => setTimeout(resolve, due - performance.now()))
      due += msPerRequest
      const body = source.next(Date.now())
      const sent = performance.now()
      const answer = await connection.send(postHead('/v1/events', request.key, body.length), body)
      latencies.push(performance.now() - sent)
      if (answer.status === 201) {
        events += source.size
        const second = Math.floor((performance.now() - started) / 1000)
        bySecond[second] = (bySecond[second] ?? 0) + source.size
      } else refused[answer.status] = (refused[answer.status] ?? 0) + source.size
    }
    connection.close()
  }

  await Promise.all(Array.from({ length: request.connections }, (_, number) => lane(number)))
  const seconds = (performance.now() - started) / 1000
  return {
    events,
    seconds,
    perSecond: events / seconds,
    p50Ms: median(latencies),
    p99Ms: percentile(latencies, 0.99),
    refused,
    bySecond,
  }
}

if (import.meta.main) {
  const request = JSON.parse(process.argv[2] ?? '') as LoadRequest
  console.log(JSON.stringify(await generateLoad(request)))
}
