import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Accepted } from '@daybook/event'

import type { RecordError } from './errors.ts'
import { ENGINES, openAt, type Place } from './testing/engines.ts'
import { accepted } from './testing/events.ts'
import type { EventRecord } from './types.ts'

/** A small world of ids and contents, so that repeats and contradictions are common. */
const EVENTS_MAX = 12
const CONTENTS = 2
const RUNS = 60

/** [which event, which content] */
type Sent = readonly [number, number]

/** What the record is: a list, and a look at it before each call. */
class Model {
  readonly entries: string[] = []
  readonly #indexOf = new Map<string, number>()
  readonly #textOf = new Map<string, string>()

  append(events: readonly Accepted[]): { index: number; status: string }[] | 'CONFLICT' {
    const own = new Map<string, string>()
    for (const { event, text } of events) {
      const there = this.#textOf.get(event.id) ?? own.get(event.id)
      if (there !== undefined && there !== text) return 'CONFLICT'
      own.set(event.id, text)
    }
    return events.map(({ event, text }) => {
      const there = this.#indexOf.get(event.id)
      if (there !== undefined) return { index: there, status: 'duplicate' }
      this.#indexOf.set(event.id, this.entries.length)
      this.#textOf.set(event.id, text)
      return { index: this.entries.push(text) - 1, status: 'recorded' }
    })
  }
}

describe.each(ENGINES)('the record on $name', engine => {
  let place: Place
  let record: EventRecord
  let names = 0
  beforeAll(async () => {
    place = await engine.place()
    record = await openAt(place.choice, {
      limits: { blockEntriesMax: 4, groupEventsMax: 10, cacheBytesMax: 4_000 },
    })
  })
  afterAll(async () => {
    await record.close()
    await place.remove()
  })

  it('behaves as a list, whatever is sent at once, repeated or contradicted', async () => {
    const sent = fc.tuple(fc.nat(EVENTS_MAX - 1), fc.nat(CONTENTS - 1))
    const call = fc.record({ tenant: fc.nat(1), events: fc.array(sent, { maxLength: 6 }) })
    /** each burst is sent at once, the next when it is answered */
    const bursts = fc.array(fc.array(call, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 })

    await fc.assert(
      fc.asyncProperty(bursts, async story => {
        const tenants = [
          await record.tenants.ensure(`m-${names++}`),
          await record.tenants.ensure(`m-${names++}`),
        ]
        const models = tenants.map(() => new Model())
        const pool = Array.from({ length: EVENTS_MAX }, () => accepted())
        const eventOf = ([which, content]: Sent): Accepted =>
          accepted({ id: pool[which]?.event.id ?? '', comment: `content ${content}` })

        for (const burst of story) {
          const answers = await Promise.all(
            burst.map(({ tenant, events }) =>
              record.append(tenants[tenant]?.id ?? 0, events.map(eventOf)).then(
                placed => placed.map(({ index, status }) => ({ index, status })),
                (error: RecordError) => error.code,
              ),
            ),
          )
          const expected = burst.map(({ tenant, events }) => models[tenant]?.append(events.map(eventOf)))
          expect(answers).toEqual(expected)
        }
        for (const [i, { id }] of tenants.entries()) {
          const texts: string[] = []
          while (texts.length < (models[i]?.entries.length ?? 0)) {
            texts.push(...(await record.read(id, texts.length, 3)).map(({ text }) => text))
          }
          expect(texts).toEqual(models[i]?.entries)
          expect(await record.read(id, texts.length, 3)).toEqual([])
        }
      }),
      { numRuns: RUNS },
    )
    expect(await record.check()).toEqual([])
  })
})
