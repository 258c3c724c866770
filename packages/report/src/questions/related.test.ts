import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { AuditEvent } from '@daybook/event'

import type { RelatedList, RelatedRequest, Relation, ReportIndex, StoredRow } from '../index.ts'
import { inOrder } from '../testing/entities.ts'
import { A_DAY, eventAt } from '../testing/events.ts'
import { ENGINES, worldOn, type World } from '../testing/worlds.ts'

const MINUTE = 60_000
const ENTRIES = 400
const id = fc.constantFrom('one', 'two-22', '', '--', "'3'")
const fields = fc.record(
  {
    actor: fc.record({
      type: fc.constantFrom('user' as const, 'bot' as const),
      id: fc.constantFrom('u-1', 'u-2'),
    }),
    correlation: fc.record({ type: fc.constantFrom('Bulk', 'Import'), id }),
    origin: fc.record({ sessionId: id, requestId: id }, { requiredKeys: [] }),
    entity: fc.record({ type: fc.constantFrom('User', 'Team'), id }, { requiredKeys: ['type'] }),
    related: fc.array(fc.record({ type: fc.constantFrom('User', 'Team'), id }), { maxLength: 2 }),
  },
  { requiredKeys: ['actor', 'entity'] },
)

describe.each(ENGINES)('what is related, on %s', engine => {
  let world: World
  let index: ReportIndex
  let entries: StoredRow[]
  beforeAll(async () => {
    world = await worldOn(engine)
    index = await world.open()
    const moment = fc.integer({ min: 0, max: 2 * 1440 }).map(minute => A_DAY + minute * MINUTE)
    entries = fc.sample(fc.tuple(moment, fields), { numRuns: ENTRIES, seed: 7 }).map(([at, some], place) => {
      return { tenant: 1, index: place, recordedAt: A_DAY, event: eventAt(at, some) }
    })
    await index.load(entries, 'block')
  })
  afterAll(async () => world.close())

  test(
    'lists hold the nearest entries that plain loops find, with their counts',
    { timeout: 300_000 },
    async () => {
      const asked = fc.record({
        place: fc.integer({ min: 0, max: ENTRIES - 1 }),
        minutes: fc.constantFrom(undefined, 1, 30, 1440),
        limit: fc.constantFrom(undefined, 1, 3, 50),
      })
      await fc.assert(
        fc.asyncProperty(asked, async ({ place, minutes, limit }) => {
          const entry = entries[place]
          if (entry === undefined) return
          const { related } = await index.related({ tenant: 1, entry, minutes, limit })
          expect(related).toEqual(naiveRelated(entries, { tenant: 1, entry, minutes, limit }))
        }),
        { numRuns: engine === 'chdb' ? 150 : 30 },
      )
    },
  )

  test.each([{ minutes: 0 }, { minutes: 1441 }, { minutes: Number.NaN }, { limit: 0 }, { limit: 51 }])(
    'bounds of %o are refused',
    async bounds => {
      const entry = { index: 0, event: eventAt(A_DAY) }
      const asked = index.related({ tenant: 1, entry, ...bounds })
      await expect(asked).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
    },
  )
})

function naiveRelated(
  entries: readonly StoredRow[],
  { entry, minutes = 5, limit = 10 }: RelatedRequest,
): Partial<Record<Relation, RelatedList>> {
  const { event, index } = entry
  const { correlation, origin, actor, entity } = event
  const at = Date.parse(event.occurredAt)
  const near = (reach: number) => (other: AuditEvent) =>
    Math.abs(Date.parse(other.occurredAt) - at) <= reach * MINUTE
  const listOf = (is: (other: AuditEvent) => boolean, reach?: number): RelatedList => {
    const own = entries.filter(
      other => other.index !== index && is(other.event) && near(reach ?? Infinity)(other.event),
    )
    const distance = (other: StoredRow) => Math.abs(Date.parse(other.event.occurredAt) - at)
    const nearest = inOrder(own)
      .toSorted((a, b) => distance(a) - distance(b))
      .slice(0, limit)
    const rows = inOrder(nearest).map(other => ({
      ...other.event,
      index: other.index,
      recordedAt: new Date(other.recordedAt).toISOString(),
    }))
    return { count: own.length, rows, ...(reach !== undefined && { minutes: reach }) }
  }
  const isEntity = (other: { type: string; id?: string }) =>
    other.type === entity.type && other.id === entity.id
  return {
    ...(correlation !== undefined && {
      correlation: listOf(
        other => other.correlation?.type === correlation.type && other.correlation.id === correlation.id,
      ),
    }),
    ...(origin?.requestId && {
      request: listOf(other => other.origin?.requestId === origin.requestId, 1440),
    }),
    ...(origin?.sessionId && {
      session: listOf(other => other.origin?.sessionId === origin.sessionId, 1440),
    }),
    actor: listOf(other => other.actor.id === actor.id && other.actor.type === actor.type, minutes),
    ...(entity.id && {
      entity: listOf(other => isEntity(other.entity) || (other.related ?? []).some(isEntity)),
    }),
  }
}
