/**
 * What is going to happen: appointments in order of time (a binary heap).
 * Holds at most `AGENDA_MAX` of them, so that the sample needs the same memory for a thousand events and for a billion.
 */

/** More than this many follow-ups at once are not remembered. */
export const AGENDA_MAX = 8192

export interface Appointment<Act> {
  at: number
  /** Order of arrival: equal times come out as they went in. */
  order: number
  act: Act
}

export class Agenda<Act> {
  readonly #heap: Appointment<Act>[] = []
  #arrived = 0

  /** The time of the earliest appointment, or infinity. */
  get next(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY
  }

  /** False when the agenda is full and the appointment was not taken. */
  add(at: number, act: Act): boolean {
    if (this.#heap.length >= AGENDA_MAX) return false
    const heap = this.#heap
    const added = { at, order: this.#arrived++, act }
    let place = heap.length
    heap.push(added)
    while (place > 0) {
      const above = (place - 1) >> 1
      const parent = heap[above]
      if (parent === undefined || !before(added, parent)) break
      heap[place] = parent
      place = above
    }
    heap[place] = added
    return true
  }

  take(): Appointment<Act> | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    let place = 0
    for (;;) {
      let child = 2 * place + 1
      let lower = heap[child]
      if (lower === undefined) break
      const other = heap[child + 1]
      if (other !== undefined && before(other, lower)) {
        child++
        lower = other
      }
      if (!before(lower, last)) break
      heap[place] = lower
      place = child
    }
    heap[place] = last
    return first
  }
}

function before(one: Appointment<unknown>, other: Appointment<unknown>): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order)
}
