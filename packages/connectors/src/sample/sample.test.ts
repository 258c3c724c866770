/** The sample is what a demonstration, a benchmark and many tests stand on, so what they rely on is proven here. */

import { normaliseEvent, type AuditEvent, type Json, type JsonObject } from '@daybook/event'
import { beforeAll, describe, expect, test } from 'vitest'

import { catalogue } from './catalogue.ts'
import { firstNight } from './incident.ts'
import { SITES } from './sites.ts'
import { sampleEvents, type SampleOptions } from './simulator.ts'

const JUNE = Date.parse('2026-06-01T00:00:00Z')
const DAY_MS = 86_400_000

const list = (options: Partial<SampleOptions> = {}): JsonObject[] => [
  ...sampleEvents({ events: 1000, until: JUNE, ...options }),
]

function normal(value: JsonObject): AuditEvent {
  const result = normaliseEvent(value, {
    newId: () => {
      throw new Error('an event without an id')
    },
  })
  if (!result.ok) throw new Error(`${JSON.stringify(result.problems)} in ${JSON.stringify(value)}`)
  return result.accepted.event
}

test('the same arguments give the same events, whoever iterates beside', () => {
  const one = sampleEvents({ events: 3000, until: JUNE })
  const other = sampleEvents({ events: 3000, until: JUNE })
  for (const event of one) expect(JSON.stringify(other.next().value)).toBe(JSON.stringify(event))
  expect(other.next().done).toBe(true)
})

test('another seed is another company, another end of the period is other events', () => {
  const ids = new Set(list().map(({ id }) => id))
  expect(list({ seed: 2 }).filter(({ id }) => ids.has(id ?? null))).toEqual([])
  expect(list({ until: JUNE + DAY_MS }).filter(({ id }) => ids.has(id ?? null))).toEqual([])
})

test('there are exactly as many events as asked for, in order of time, within the period', () => {
  for (const days of [1, 7, 90]) {
    for (const events of [0, 1, 2, 10, 999, 1000, 1001, 5000]) {
      const times = list({ events, days }).map(event => Date.parse(text(event['occurredAt'])))
      expect(times).toHaveLength(events)
      expect(times.every((at, n) => at >= (times[n - 1] ?? JUNE - days * DAY_MS) && at < JUNE)).toBe(true)
    }
  }
})

test('impossible numbers are refused', () => {
  for (const wrong of [{ events: -1 }, { events: 1.5 }, { until: Number.NaN }, { days: 0 }])
    expect(() => list(wrong)).toThrow(RangeError)
})

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

describe('fifty thousand events until the first of June', () => {
  const sent: JsonObject[] = []
  let events: AuditEvent[] = []

  beforeAll(() => {
    const began = performance.now()
    for (const event of sampleEvents({ events: 50_000, until: JUNE })) sent.push(event)
    const seconds = (performance.now() - began) / 1000
    const bytes = sent.reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify(event)), 0)
    console.log(
      `sample: ${Math.round(sent.length / seconds)} events/s, ${Math.round(bytes / sent.length)} bytes an event`,
    )
    events = sent.map(normal)
  })

  const of = (application: string, activity: string) =>
    events.filter(event => event.application === application && event.activity === activity)
  const by = (name: string) => events.filter(event => event.actor.name === name)

  test('all are accepted, each once, numbered without a gap', () => {
    expect(new Set(events.map(({ id }) => id)).size).toBe(50_000)
    expect(events.map(({ source }) => source)).toEqual(
      events.map((_, n) => ({ name: 'daybook-sample', sequence: n + 1 })),
    )
  })

  test('every application of the catalogue occurs, and nothing that is not in the catalogue', () => {
    const lines = new Map(
      catalogue.flatMap(({ application, entities }) =>
        entities.flatMap(({ entity, activities }) =>
          activities.map(
            ({ activity, category }) => [`${application}/${entity}/${activity}`, category] as const,
          ),
        ),
      ),
    )
    for (const { application, entity, activity, category } of events)
      expect(lines.get(`${application}/${entity.type}/${activity}`)).toBe(category)
    expect(new Set(events.map(({ application }) => application)).size).toBe(catalogue.length)
  })

  test('every old value is the value before, attribute by attribute, for every entity', () => {
    const known = new Map<string, Json | undefined>()
    let compared = 0
    for (const { entity, changes = [], outcome } of events) {
      if (outcome === 'FAILURE') expect(changes).toEqual([])
      for (const { attribute, old, new: fresh } of changes) {
        const place = `${entity.type}/${entity.id}/${attribute}`
        expect(old).not.toEqual(fresh)
        if (known.has(place)) {
          expect([place, old]).toEqual([place, known.get(place)])
          compared++
        }
        known.set(place, fresh)
      }
    }
    expect(compared).toBeGreaterThan(5000)
  })

  test('sessions begin with a sign-in, stay at one address, and are one person’s', () => {
    const sessions = new Map<string, AuditEvent>()
    for (const event of events) {
      const { sessionId, ip } = event.origin ?? {}
      if (sessionId === undefined) continue
      const first = sessions.get(sessionId) ?? event
      sessions.set(sessionId, first)
      expect([event.actor.id, ip]).toEqual([first.actor.id, first.origin?.ip])
    }
    const beginnings = new Set([...sessions.values()].map(({ activity }) => activity))
    expect([...beginnings].sort()).toEqual(['Change password', 'Impersonate user', 'Login'])
    expect([...sessions.values()].filter(({ activity }) => activity === 'Change password')).toHaveLength(1)
  })

  test('people work in their shifts: little at night and on weekends, a break at noon', () => {
    const london = SITES.find(({ city }) => city === 'London')
    const network = /^203\.0\.113\.(8|9|1[0-5])$/
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: london?.zone ?? '',
      hour: '2-digit',
      weekday: 'short',
      hourCycle: 'h23',
    })
    const hours = new Map<string, number>()
    let [total, night, weekend] = [0, 0, 0]
    for (const { origin, occurredAt } of events) {
      if (!network.test(origin?.ip ?? '')) continue
      const parts = clock.formatToParts(Date.parse(occurredAt))
      const hour = parts.find(({ type }) => type === 'hour')?.value ?? ''
      hours.set(hour, (hours.get(hour) ?? 0) + 1)
      total++
      if (hour >= '22' || hour < '06') night++
      if (/Sat|Sun/.test(parts.find(({ type }) => type === 'weekday')?.value ?? '')) weekend++
    }
    expect(total).toBeGreaterThan(2000)
    expect(night / total).toBeLessThan(0.02)
    expect(weekend / total).toBeLessThan(0.08)
    expect(hours.get('12') ?? 0).toBeLessThan(0.8 * (hours.get('11') ?? 0))
  })

  test('failures are few, have reasons, and are mostly sign-ins', () => {
    const failed = events.filter(({ outcome }) => outcome === 'FAILURE')
    expect(failed.length).toBeGreaterThan(500)
    expect(failed.length).toBeLessThan(2500)
    expect(failed.filter(({ outcomeReason }) => outcomeReason === undefined)).toEqual([])
    expect(failed.filter(({ activity }) => activity === 'Login').length).toBeGreaterThan(failed.length / 3)
  })

  test('all kinds of actors, impersonation, correlation, local time and names from everywhere are seen', () => {
    expect(new Set(events.map(({ actor }) => actor.type)).size).toBe(5)
    expect(events.some(({ actor }) => actor.impersonator !== undefined)).toBe(true)
    expect(events.some(({ correlation }) => correlation?.type === 'Bulk Upload Download Entity')).toBe(true)
    expect(events.some(({ occurredOffset }) => occurredOffset === '+05:30')).toBe(true)
    expect(events.filter(({ actor }) => /\P{ASCII}/u.test(actor.name ?? '')).length).toBeGreaterThan(10_000)
    const children = new Set(of('User Management', 'Create user').map(({ entity }) => entity.id))
    expect(
      of('User Management', 'Update team').some(({ correlation }) => children.has(correlation?.id)),
    ).toBe(true)
  })

  test('the worked example of the documents is found: chats that Clarissa Dalloway viewed in May', () => {
    const viewed = of('Interaction Analytics', 'Interaction Viewed').filter(
      ({ entity, occurredAt }) => entity.type === 'Chat' && occurredAt.startsWith('2026-05-'),
    )
    expect(viewed.length).toBeGreaterThan(100)
    expect(viewed.filter(({ actor }) => actor.name === 'Clarissa Dalloway').length).toBeGreaterThan(5)
    expect(
      events.some(
        ({ entity, changes = [] }) =>
          entity.type === 'User' && changes.some(({ attribute }) => attribute === 'userName'),
      ),
    ).toBe(true)
  })

  test('the incident happens once, in the order that the README tells', () => {
    const night = firstNight({ from: JUNE - 90 * DAY_MS, until: JUNE })
    const storm = of('User Management', 'Login').filter(({ origin }) =>
      /^192\.0\.2\.14\d$/.test(origin?.ip ?? ''),
    )
    expect(storm.filter(({ outcome }) => outcome === 'FAILURE').length).toBe(209)
    expect(storm.filter(({ outcome }) => outcome === 'SUCCESS').map(({ actor }) => actor.name)).toEqual([
      'Hugh Whitbread',
    ])
    const times = storm.map(({ occurredAt }) => Date.parse(occurredAt))
    expect(Math.min(...times)).toBeGreaterThan(night + 22 * 3_600_000)
    expect(Math.max(...times)).toBeLessThan(night + DAY_MS)

    const night2 = by('Doris Kilman')
      .filter(({ outcome }) => outcome === 'SUCCESS')
      .map(({ activity }) => activity)
    expect(night2.filter((activity, n) => activity !== night2[n - 1])).toEqual([
      'Login',
      'Edit existing policy',
      'Search query',
      'Export',
      'Download Media File',
      'Create access key',
      'Delete recordings',
      'Edit existing policy',
      'Unassign role',
      'Deactivate user',
      'Logout',
    ])
    expect(by('reporting-temp').length).toBe(30)
    expect(
      events.filter(
        ({ entity, activity }) => entity.name === 'reporting-temp' && activity === 'Delete access key',
      ),
    ).toEqual([])
  })
})
