/**
 * Times of a file in its zone: `2026-05-04T09:00:00.123+02:00`, in UTC with a plain Z.
 * The moment is exact whatever the zone: offsets of odd seconds, as before 1972, are rounded to minutes and so is the clock.
 */

import { changeBetween, type Zone } from '../zone.ts'

const MINUTE = 60_000
/** No zone changes its clock twice within this time and back. */
const STEP = 7 * 86_400_000

/** From `start` on the clock is `minutes` ahead of UTC. */
export interface ClockSpan {
  start: number
  minutes: number
}

/** The spans of a zone's clock that cover the time from `from` to `to`, oldest first; at least one. */
export function clockSpans(zone: Zone, from: number, to: number): ClockSpan[] {
  const spans = [{ start: from, minutes: minutesAt(zone, from) }]
  let offset = zone.offsetAt(from)
  for (let at = from; at < to; at += STEP) {
    const next = Math.min(at + STEP, to)
    const then = zone.offsetAt(next)
    if (then === offset) continue
    spans.push({ start: changeBetween(zone, at, next), minutes: Math.round(then / MINUTE) })
    offset = then
  }
  return spans
}

/** Reads the clock of any moment; quick for moments that follow each other. */
export class FileClock {
  readonly #spans: readonly ClockSpan[]
  #last = 0

  /** @param spans as clockSpans makes them; a moment outside takes the nearest */
  constructor(spans: readonly ClockSpan[]) {
    this.#spans = spans
  }

  minutesAt(at: number): number {
    if (!this.#holds(this.#last, at)) this.#last = this.#find(at)
    return this.#spans[this.#last]?.minutes ?? 0
  }

  /** What the clock shows, written as if it were UTC: for cells that know no zones. */
  wallAt(at: number): number {
    return at + this.minutesAt(at) * MINUTE
  }

  text(at: number): string {
    const minutes = this.minutesAt(at)
    const wall = new Date(at + minutes * MINUTE).toISOString()
    return `${wall.slice(0, -1)}${offsetText(minutes)}`
  }

  #holds(span: number, at: number): boolean {
    const [own, next] = [this.#spans[span], this.#spans[span + 1]]
    return (span === 0 || (own !== undefined && own.start <= at)) && (next === undefined || at < next.start)
  }

  #find(at: number): number {
    let [low, high] = [0, this.#spans.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#spans[middle]?.start ?? 0) <= at) low = middle
      else high = middle - 1
    }
    return low
  }
}

/** `+02:00`; UTC is Z. */
export function offsetText(minutes: number): string {
  if (minutes === 0) return 'Z'
  const size = Math.abs(minutes)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

function minutesAt(zone: Zone, at: number): number {
  return Math.round(zone.offsetAt(at) / MINUTE)
}
