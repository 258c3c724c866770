/**
 * Connections kept busy for a while. Each waits for its answer before it sends again, so latency is what a client would see.
 * Invariant: only what was acknowledged counts as an event.
 */
import { median, percentile } from './numbers.ts'

export interface Pace {
  seconds: number
  connections: number
  /** Events a request; 1 sends single events. */
  batch: number
  /** No more than this over all connections; 0 = as fast as it goes. */
  eventsPerSecondMax: number
}

export interface LoadResult {
  events: number
  seconds: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  /** What this process used of the processors, preparations aside. */
  processorUs: number
  /** Events by the answer that refused them. */
  refused: Record<string, number>
}

export interface Lane {
  /** Events in each request. */
  events: number
  /** Resolves to 'recorded', or to what refused it. */
  send(): Promise<string>
  close(): void | Promise<void>
}

export async function closedLoop(pace: Pace, open: (lane: number) => Promise<Lane>): Promise<LoadResult> {
  const lanes = await Promise.all(Array.from({ length: pace.connections }, (_, number) => open(number)))
  const latencies: number[] = []
  const refused: Record<string, number> = {}
  const usedBefore = process.cpuUsage()
  const started = performance.now()
  const ends = started + pace.seconds * 1000
  const msPerRequest = pace.eventsPerSecondMax
    ? (1000 * pace.batch * pace.connections) / pace.eventsPerSecondMax
    : 0
  let events = 0

  async function drive(lane: Lane, number: number): Promise<void> {
    let due = started + (msPerRequest * number) / pace.connections
    while (performance.now() < ends) {
      if (due > performance.now()) await new Promise(resolve => setTimeout(resolve, due - performance.now()))
      due += msPerRequest
      const sent = performance.now()
      const answer = await lane.send()
      latencies.push(performance.now() - sent)
      if (answer === 'recorded') events += lane.events
      else refused[answer] = (refused[answer] ?? 0) + lane.events
    }
    await lane.close()
  }

  await Promise.all(lanes.map(drive))
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(usedBefore)
  const [p50Ms, p99Ms] = [median(latencies), percentile(latencies, 0.99)]
  return { events, seconds, perSecond: events / seconds, p50Ms, p99Ms, processorUs: user + system, refused }
}
