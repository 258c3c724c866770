import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { AuditEvent } from '@daybook/event'
import { NO_FILTER, type Filter } from '@daybook/query'

import {
  DIFFERENCE_FIELDS,
  type DifferenceField,
  type DifferencesRequest,
  type ReportIndex,
  type StoredRow,
} from '../index.ts'
import { A_DAY, crowdEvent, eventAt } from '../testing/events.ts'
import { matching } from '../testing/naive.ts'
import { ENGINES, worldOn, type World } from '../testing/worlds.ts'

const HOUR = 3_600_000
const START = Date.UTC(2025, 0, 30)
const hour = fc.integer({ min: -10, max: 90 * 24 + 10 }).map(hours => START + hours * HOUR)
const filter: fc.Arbitrary<Filter> = fc.record({
  terms: fc.array(
    fc.record({
      field: fc.constantFrom('application' as const, 'outcome' as const, 'actor' as const),
      values: fc.constantFrom(['UserHub', 'Player'], ['SUCCESS'], ['u-1']),
      not: fc.boolean(),
    }),
    { maxLength: 1 },
  ),
  text: fc.constantFrom<string[]>([], ['dalloway']),
})

describe.each(ENGINES)('what is different, on %s', engine => {
  let world: World
  let index: ReportIndex
  let entries: StoredRow[]
  beforeAll(async () => {
    world = await worldOn(engine)
    index = await world.open()
    const events = fc.sample(crowdEvent, { numRuns: 900, seed: 20_260_520 })
    entries = events.map((event, place) => ({
      tenant: 1,
      index: place,
      recordedAt: A_DAY,
      event: skewed(event),
    }))
    await index.load(entries, 'block')
  })
  afterAll(async () => world.close())

  test('values and shares are those that plain loops count', { timeout: 300_000 }, async () => {
    let told = 0
    const question = fc.record({
      a: hour,
      b: hour,
      from: fc.option(hour, { nil: undefined }),
      to: fc.option(hour, { nil: undefined }),
      filter,
      report: fc.constantFrom('activity' as const, 'changes' as const),
    })
    await fc.assert(
      fc.asyncProperty(question, async ({ a, b, ...wider }) => {
        const here = { from: Math.min(a, b), to: Math.max(a, b) + 1 }
        const answer = await index.differences({ tenant: 1, here, ...wider })
        const expected = naiveDifferences(entries, { tenant: 1, here, ...wider })
        expect([answer.here, answer.rest]).toEqual([expected.here, expected.rest])
        for (const field of DIFFERENCE_FIELDS) {
          const found = answer.fields[field]
          const scores = found.map(one => one.score)
          expect(scores).toEqual(scores.toSorted((x, y) => y - x))
          const plain = found.map(one => [one.value, one.here, one.rest, one.score.toFixed(9)])
          expect(byValue(plain), field).toEqual(byValue(expected.fields[field]))
          told += found.length
        }
      }),
      { numRuns: engine === 'chdb' ? 150 : 30 },
    )
    expect(told).toBeGreaterThan(20)
  })

  test('a stretch without time is refused', async () => {
    const asked = index.differences({
      tenant: 1,
      report: 'activity',
      filter: NO_FILTER,
      here: { from: 5, to: 5 },
    })
    await expect(asked).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
  })

  test('a burst of failures from one address stands out, a single strange event does not', async () => {
    const burst = await world.open('burst')
    const usual = Array.from({ length: 2000 }, (_, i) =>
      eventAt(A_DAY + i * 60_000, { origin: { ip: `10.0.0.${i % 7}` } }),
    )
    const attack = Array.from({ length: 60 }, (_, i) =>
      eventAt(A_DAY + 600 * 60_000 + i * 1000, { outcome: 'FAILURE', origin: { ip: '203.0.113.9' } }),
    )
    const strange = eventAt(A_DAY + 610 * 60_000, { region: 'Atlantis', application: 'Once' })
    const events = [...usual, ...attack, strange]
    await burst.load(
      events.map((event, place) => ({ tenant: 1, index: place, recordedAt: A_DAY, event })),
      'burst',
    )
    const here = { from: A_DAY + 595 * 60_000, to: A_DAY + 625 * 60_000 }
    const { fields } = await burst.differences({ tenant: 1, report: 'activity', filter: NO_FILTER, here })
    expect(fields.ip[0]).toMatchObject({ value: '203.0.113.9', here: 60, rest: 0, restShare: 0 })
    expect(fields.outcome.map(one => one.value).toSorted()).toEqual(['FAILURE', 'SUCCESS'])
    expect([fields.region, fields.application]).toEqual([[], []])
  })
})

/** Half of the events of March get another access method, address and region, so that something is different. */
function skewed(event: AuditEvent): AuditEvent {
  const march = event.occurredAt.startsWith('2025-03') && event.id < '8'
  const origin = { accessMethod: march ? 'API' : 'UI', ip: march ? '10.0.0.9' : '10.0.0.1' }
  return march ? { ...event, application: 'Player', origin, region: 'EU' } : { ...event, origin }
}

const VALUES: Record<DifferenceField, (event: AuditEvent) => string[]> = {
  application: event => [event.application],
  entity: event => [event.entity.type],
  activity: event => [event.activity],
  actor: event => [event.actor.id],
  category: event => [event.category],
  outcome: event => [event.outcome],
  access: event => [event.origin?.accessMethod ?? ''],
  ip: event => [event.origin?.ip ?? ''],
  region: event => [event.region ?? ''],
  attribute: event => [...new Set((event.changes ?? []).map(change => change.attribute))],
}

function byValue<T extends readonly unknown[]>(list: readonly T[]): T[] {
  return list.toSorted((a, b) => String(a[0]).localeCompare(String(b[0])))
}

function naiveDifferences(entries: readonly StoredRow[], request: DifferencesRequest) {
  const counted = (entry: StoredRow) =>
    request.report === 'activity' || (entry.event.changes?.length ?? 0) > 0
  const found = matching(entries, request).filter(counted)
  const isHere = ({ event }: StoredRow) =>
    Date.parse(event.occurredAt) >= request.here.from && Date.parse(event.occurredAt) < request.here.to
  const [inside, outside] = [found.filter(isHere), found.filter(entry => !isHere(entry))]
  const share = (count: number, total: number) => (count + 1) / (total + 2)
  const variance = (count: number, total: number) =>
    (share(count, total) * (1 - share(count, total))) / (total + 2)
  const fields = Object.fromEntries(
    DIFFERENCE_FIELDS.map(field => {
      const values = new Set(found.flatMap(entry => VALUES[field](entry.event)))
      const count = (list: StoredRow[], value: string) =>
        list.filter(entry => VALUES[field](entry.event).includes(value)).length
      const scored = [...values].map((value): [string, number, number, number] => {
        const [here, rest] = [count(inside, value), count(outside, value)]
        const apart = Math.abs(share(here, inside.length) - share(rest, outside.length))
        const error = Math.sqrt(variance(here, inside.length) + variance(rest, outside.length))
        return [value, here, rest, apart - 3 * error]
      })
      const kept = scored.filter(([, , , score]) => score > 0 && inside.length > 0 && outside.length > 0)
      const best = kept.toSorted((a, b) => b[3] - a[3]).slice(0, 10)
      return [field, best.map(([value, here, rest, score]) => [value, here, rest, score.toFixed(9)])]
    }),
  ) as Record<DifferenceField, [string, number, number, string][]>
  return { here: inside.length, rest: outside.length, fields }
}
