/**
 * Request bodies that are new events each time without being built anew: ids and times are written over in place.
 * Invariant: no two events of one source share an id.
 */
import type { JsonObject } from '@daybook/event'

const ID_LENGTH = 36
const TIME_LENGTH = 24
const PLACEHOLDER_ID = '00000000-0000-7000-8000-000000000000'
const PLACEHOLDER_TIME = '2000-01-01T00:00:00.000Z'

export class BodySource {
  readonly #template: Buffer
  readonly #ids: number[] = []
  readonly #times: number[] = []
  readonly #lane: string
  #counter = 0

  /** `lane` (0..65535) keeps the ids of sources that run side by side apart. */
  constructor(events: readonly JsonObject[], lane: number, wrap: boolean) {
    const blank = events.map(event => ({ ...event, id: PLACEHOLDER_ID, occurredAt: PLACEHOLDER_TIME }))
    this.#template = Buffer.from(JSON.stringify(wrap ? { events: blank } : blank[0]))
    this.#lane = lane.toString(16).padStart(4, '0')
    for (let at = -1; (at = this.#template.indexOf(PLACEHOLDER_ID, at + 1)) >= 0;) this.#ids.push(at)
    for (let at = -1; (at = this.#template.indexOf(PLACEHOLDER_TIME, at + 1)) >= 0;) this.#times.push(at)
  }

  get size(): number {
    return this.#ids.length
  }

  /** The same buffer every time, with fresh ids and the time `now` (ms) in it. */
  next(now: number): Buffer {
    const time = new Date(now).toISOString()
    const stamp = now.toString(16).padStart(12, '0')
    for (const at of this.#times) this.#template.write(time, at, TIME_LENGTH, 'latin1')
    for (const at of this.#ids) {
      this.#counter++
      const tail = this.#counter.toString(16).padStart(8, '0')
      const id = `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${tail.slice(0, 3)}-8${tail.slice(3, 6)}-${this.#lane}0000${tail.slice(4)}`
      this.#template.write(id, at, ID_LENGTH, 'latin1')
    }
    return this.#template
  }
}
