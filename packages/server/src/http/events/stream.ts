/**
 * NDJSON of any length: from a stream of bytes to a stream of answers, in order.
 * Every line that is not blank is counted once, so sent = recorded + duplicate + refused; one append is under way at a time, which keeps the sender's order.
 */
import { setTimeout as pause } from 'node:timers/promises'

import type { Accepted } from '@daybook/event'
import { type Placed, RecordError } from '@daybook/record'

import { type ErrorCode, ServerError } from '../../errors.ts'
import type { AppDeps, Identity } from '../context.ts'
import { toServerError } from '../problem.ts'
import { placedLine, type Refusal, refusedLine } from './answer.ts'
import type { CheckedLine, Intake } from './intake.ts'

/** How long a stream waits for a record that does not answer before it gives up. */
const RECORD_PATIENCE_MS = 30_000
const RETRY_MS = 250

export interface StreamOptions {
  /** Only refused lines and the summary are answered. */
  quiet: boolean
  /** Called with the highest index when all is recorded; its answer becomes `indexed` of the summary. */
  waitIndexed?: ((index: number) => Promise<boolean>) | undefined
}

interface Counts {
  sent: number
  recorded: number
  duplicate: number
  refused: number
}

export type StreamDeps = Pick<AppDeps, 'record' | 'metrics' | 'clock' | 'stopping'>

/** Yields NDJSON text. Throws, before anything was recorded, when the very beginning of the body cannot be read. */
export async function* answerLines(
  deps: StreamDeps,
  identity: Identity,
  intake: Intake,
  options: StreamOptions,
): AsyncGenerator<string> {
  const counts: Counts = { sent: 0, recorded: 0, duplicate: 0, refused: 0 }
  let last = -1
  const onStop = (): void => intake.stop(new ServerError('STOPPING'))
  deps.stopping.addEventListener('abort', onStop)
  try {
    for (let lines = await intake.take(); lines !== undefined; lines = await intake.take()) {
      const settled = await new Settling(deps, identity.tenant.id, lines).run()
      last = Math.max(last, settled.last)
      count(counts, lines.length, settled)
      const text = settled.text(options.quiet)
      if (text !== '') yield text
      if (settled.lost !== undefined) intake.stop(settled.lost)
    }
    yield await summary(deps, counts, intake, last, options)
  } finally {
    deps.stopping.removeEventListener('abort', onStop)
    intake.stop(new ServerError('INVALID_HTTP'))
  }
}

async function summary(
  deps: StreamDeps,
  counts: Counts,
  intake: Intake,
  last: number,
  options: StreamOptions,
): Promise<string> {
  const end = intake.end
  if (end?.complete === false) {
    const error = toServerError(end.error)
    if (counts.sent === 0) throw error
    return `${JSON.stringify({ summary: { ...counts, complete: false, code: error.code, detail: error.detail } })}\n`
  }
  if (deps.stopping.aborted || options.waitIndexed === undefined || last < 0)
    return `${JSON.stringify({ summary: counts })}\n`
  return `${JSON.stringify({ summary: { ...counts, indexed: await options.waitIndexed(last) } })}\n`
}

function count(counts: Counts, sent: number, settled: Settling): void {
  counts.sent += sent
  counts.recorded += settled.recorded
  counts.duplicate += settled.duplicate
  counts.refused += sent - settled.recorded - settled.duplicate
}

/** A number of lines on their way into the record: each ends as placed or as refused. */
class Settling {
  readonly #deps: StreamDeps
  readonly #tenant: number
  readonly #lines: readonly CheckedLine[]
  readonly #outcomes: (Placed | Refusal)[] = []
  recorded = 0
  duplicate = 0
  /** Highest index that was given; -1 for none. */
  last = -1
  /** Set when the record was away for too long. */
  lost: unknown

  constructor(deps: StreamDeps, tenant: number, lines: readonly CheckedLine[]) {
    this.#deps = deps
    this.#tenant = tenant
    this.#lines = lines
  }

  async run(): Promise<this> {
    let waiting: { at: number; accepted: Accepted }[] = []
    for (const [at, { checked }] of this.#lines.entries()) {
      if (checked.ok) waiting.push({ at, accepted: checked.accepted })
      else {
        this.#outcomes[at] = { problems: checked.problems }
        this.#deps.metrics.problems(checked.problems)
        this.#deps.metrics.refused(1, 'INVALID_EVENTS')
      }
    }
    const giveUpAt = { time: 0 }
    while (waiting.length > 0) waiting = await this.#append(waiting, giveUpAt)
    return this
  }

  /** One try. Answers what is left to be tried again. */
  async #append(
    waiting: { at: number; accepted: Accepted }[],
    giveUpAt: { time: number },
  ): Promise<{ at: number; accepted: Accepted }[]> {
    try {
      const events = waiting.map(item => item.accepted)
      const placed = await this.#deps.metrics.timedAppend(events.length, () =>
        this.#deps.record.append(this.#tenant, events),
      )
      this.#deps.metrics.placed(placed)
      for (const [i, item] of waiting.entries()) this.#place(item.at, placed[i])
      return []
    } catch (error) {
      if (!(error instanceof RecordError)) throw error
      if (error.code === 'CONFLICT') return this.#withoutConflicts(waiting, error)
      if (error.code === 'OVERLOADED') {
        await this.#pause(error.retryAfterMs ?? RETRY_MS)
        return waiting
      }
      giveUpAt.time ||= this.#deps.clock() + RECORD_PATIENCE_MS
      if (
        error.code === 'UNAVAILABLE' &&
        this.#deps.clock() < giveUpAt.time &&
        !this.#deps.stopping.aborted
      ) {
        await this.#pause(RETRY_MS)
        return waiting
      }
      this.lost = error
      for (const item of waiting)
        this.#refuse(item.at, toServerError(error).code, {
          id: item.accepted.event.id,
          code: toServerError(error).code,
        })
      return []
    }
  }

  #withoutConflicts(
    waiting: { at: number; accepted: Accepted }[],
    error: RecordError,
  ): { at: number; accepted: Accepted }[] {
    const conflicts = new Map(error.details.map(conflict => [conflict.position, conflict]))
    if (conflicts.size === 0) throw error
    return waiting.filter((item, position) => {
      const conflict = conflicts.get(position)
      if (conflict === undefined) return true
      this.#refuse(item.at, 'CONFLICT', { conflict: { id: conflict.id, index: conflict.index } })
      return false
    })
  }

  #place(at: number, placed: Placed | undefined): void {
    if (placed === undefined)
      throw new ServerError('INTERNAL', { detail: 'The record answered with too few places.' })
    this.#outcomes[at] = placed
    if (placed.status === 'recorded') this.recorded++
    else this.duplicate++
    this.last = Math.max(this.last, placed.index)
  }

  #refuse(at: number, code: ErrorCode, refusal: Refusal): void {
    this.#outcomes[at] = refusal
    this.#deps.metrics.refused(1, code)
  }

  // A stop ends the wait early: the record then finishes or refuses what it was given.
  async #pause(ms: number): Promise<void> {
    await pause(ms, undefined, this.#deps.stopping.aborted ? {} : { signal: this.#deps.stopping }).catch(
      () => {},
    )
  }

  /** The answers in the order of the lines. */
  text(quiet: boolean): string {
    let text = ''
    for (const [at, { number }] of this.#lines.entries()) {
      const outcome = this.#outcomes[at]
      if (outcome === undefined) continue
      if (!('status' in outcome)) text += refusedLine(number, outcome)
      else if (!quiet) text += placedLine(number, outcome)
    }
    return text
  }
}
