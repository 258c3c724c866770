import { expect, test } from 'vitest'

import type { StoredEntry } from '@daybook/record'

import { FOLLOW_ERRORS } from './errors.ts'
import { gather, gatherAll, type Reader } from './gather.ts'
import { FOLLOW_DEFAULTS } from './options.ts'
import { buildEvents } from './testing/events.ts'

const EVENTS = buildEvents(100)
const TEXT = EVENTS[0]?.text.length ?? 0

/** Gives at most `most` entries a read, whatever is asked, and leaves out `gap`. */
function reader(most: number, gap?: number): Reader {
  return {
    read: async (tenant, from, limit) => {
      const entries: StoredEntry[] = []
      for (let index = from; entries.length < Math.min(limit, most) && index < EVENTS.length; index += 1) {
        const accepted = EVENTS[index]
        if (accepted === undefined || index === gap) continue
        entries.push({ tenant, index, recordedAt: 0, secret: new Uint8Array(16), size: TEXT, ...accepted })
      }
      return entries
    },
  }
}

test('a step holds exactly the planned ranges, however little a read gives', async () => {
  const plan = [
    { tenant: 1, from: 5, to: 60 },
    { tenant: 2, from: 0, to: 7 },
  ]

  const step = await gather(reader(9), plan, FOLLOW_DEFAULTS)

  expect(step.ranges).toEqual(plan)
  expect(step.entries.map(entry => [entry.tenant, entry.index])).toEqual([
    ...Array.from({ length: 55 }, (_, at) => [1, 5 + at]),
    ...Array.from({ length: 7 }, (_, at) => [2, at]),
  ])
})

test('a step that is full of bytes is cut short, and the tenants after it come later', async () => {
  const plan = Array.from({ length: 12 }, (_, tenant) => ({ tenant, from: 0, to: 50 }))

  const step = await gather(reader(10), plan, { ...FOLLOW_DEFAULTS, readsMax: 4, stepBytesMax: TEXT })

  expect(step.ranges).toEqual([0, 1, 2, 3].map(tenant => ({ tenant, from: 0, to: 10 })))
})

test('a block to be recovered is read whole, whatever its bytes', async () => {
  const step = await gatherAll(reader(10), [{ tenant: 1, from: 0, to: 100 }], 10)

  expect(step.entries).toHaveLength(100)
})

test('a gap in the record stops the follower, it is never skipped', async () => {
  const plan = [{ tenant: 1, from: 0, to: 50 }]

  await expect(gather(reader(10, 25), plan, FOLLOW_DEFAULTS)).rejects.toThrow(FOLLOW_ERRORS.RECORD_GAP.text)
  await expect(gatherAll(reader(10), [{ tenant: 1, from: 90, to: 120 }], 10)).rejects.toThrow(
    FOLLOW_ERRORS.RECORD_GAP.text,
  )
})
