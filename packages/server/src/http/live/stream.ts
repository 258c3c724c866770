/**
 * One live stream: reads the record from a place on and writes what answers the question, in order, each entry once.
 * It holds one read and the bytes of UNREAD_BYTES_MAX, whatever is recorded: a reader that does not keep up makes it wait, then go.
 */
import { once } from 'node:events'
import type { Writable } from 'node:stream'

import type { Matcher, ReportId } from '@daybook/query'

import type { AppDeps } from '../context.ts'
import type { Sight } from '../../masking.ts'
import { toServerError } from '../problem.ts'
import { Bell } from './bell.ts'
import type { LiveHub } from './hub.ts'
import { rowsOfEntry } from './rows.ts'

/** Written and not yet read by the other side, beside what the kernel holds. */
export const UNREAD_BYTES_MAX = 256 * 1024
const READ_ENTRIES_MAX = 256
/** How long a browser waits before it comes back. */
const RETRY_MS = 1000

export interface LiveLimits {
  streamsPerTenantMax: number
  /** Silence is broken after this time; also the longest that a revoked key's stream stays open. */
  heartbeatMs: number
  /** How long a reader may leave written bytes unread. */
  slowMs: number
}

export interface Live {
  tenant: number
  report: ReportId
  matcher: Matcher
  /** How the reader sees at this moment: the catalog may change while the stream is open. */
  sight: () => Promise<Sight>
  /** The index of the first entry to look at. */
  next: number
  /** Whether who opened the stream may still read. */
  allowed: () => Promise<boolean>
}

type StreamDeps = Pick<AppDeps, 'record' | 'log' | 'stopping'> & { hub: LiveHub; limits: LiveLimits }

/** Why a stream ends, as its last comment says it. */
type Ending = 'stopping' | 'gone' | 'too slow' | 'not allowed any more' | 'the record is away'

/** Joins the hub, which may throw OVERLOADED, and then writes until the stream ends. The promise never rejects. */
export function startLive(deps: StreamDeps, live: Live, out: Writable, gone: AbortSignal): Promise<void> {
  const bell = new Bell()
  const leave = deps.hub.join(live.tenant, bell.ring)
  return writeToEnd(deps, new LiveStream(deps, live, out, gone), bell, out).finally(leave)
}

async function writeToEnd({ log }: StreamDeps, stream: LiveStream, bell: Bell, out: Writable): Promise<void> {
  let ending: Ending = 'the record is away'
  try {
    ending = await stream.run(bell)
  } catch (error) {
    log.warn({ err: error, code: toServerError(error).code }, 'live stream ended')
  }
  // Whoever comes back names the last id it saw, and goes on behind it.
  if (!out.destroyed) out.end(`: ${ending}\n\n`)
}

class LiveStream {
  readonly #deps: StreamDeps
  readonly #live: Live
  readonly #out: Writable
  readonly #gone: AbortSignal
  #next: number

  constructor(deps: StreamDeps, live: Live, out: Writable, gone: AbortSignal) {
    this.#deps = deps
    this.#live = live
    this.#out = out
    this.#gone = gone
    this.#next = live.next
  }

  async run(bell: Bell): Promise<Ending> {
    const { record, limits, stopping } = this.#deps
    const ended = AbortSignal.any([this.#gone, stopping])
    let slow = !(await this.#write(`retry: ${RETRY_MS}\n${this.#place()}`))
    while (!slow && !ended.aborted) {
      const entries = await record.read(this.#live.tenant, this.#next, READ_ENTRIES_MAX)
      if (entries.length === 0 && (await bell.wait(limits.heartbeatMs, ended))) continue
      if (ended.aborted) break
      if (!(await this.#live.allowed())) return 'not allowed any more'
      slow = !(entries.length === 0 ? await this.#write(this.#place()) : await this.#tell(entries))
    }
    if (this.#gone.aborted) return 'gone'
    return stopping.aborted ? 'stopping' : 'too slow'
  }

  async #tell(entries: Awaited<ReturnType<AppDeps['record']['read']>>): Promise<boolean> {
    const { report, matcher } = this.#live
    const sight = await this.#live.sight()
    for (const entry of entries) {
      const rows = rowsOfEntry(report, matcher, sight, entry)
      const message = `id: ${entry.index}\ndata: ${JSON.stringify({ rows })}\n\n`
      if (rows.length > 0 && !(await this.#write(message))) return false
      this.#next = entry.index + 1
    }
    return true
  }

  /** A message without data: nothing is dispatched, but a reader remembers how far it has seen. */
  #place(): string {
    return this.#next === 0 ? ': nothing yet\n\n' : `: still here\nid: ${this.#next - 1}\n\n`
  }

  /** False when the bytes before were not read in time, or nobody is there. */
  async #write(text: string): Promise<boolean> {
    if (this.#out.write(text)) return true
    const signal = AbortSignal.any([
      this.#gone,
      this.#deps.stopping,
      AbortSignal.timeout(this.#deps.limits.slowMs),
    ])
    return once(this.#out, 'drain', { signal }).then(
      () => true,
      () => false,
    )
  }
}
