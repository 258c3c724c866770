import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { BACKOFF_MAX_MS, backoffMs, RETRY_AFTER_MAX_MS, retryAfterMs } from './backoff.ts'
import { batches } from './batches.ts'

test('batches hold every event once, in order, and keep both limits', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 40 })),
      fc.integer({ min: 1, max: 5 }),
      (texts, eventsMax) => {
        const bytesMax = 400
        const cut = [...batches(texts, { eventsMax, bytesMax })]
        expect(cut.flat()).toEqual(texts)
        for (const batch of cut) {
          expect(batch.length).toBeGreaterThan(0)
          expect(batch.length).toBeLessThanOrEqual(eventsMax)
          if (batch.length > 1) expect(Buffer.byteLength(batch.join('\n')) + 1).toBeLessThanOrEqual(bytesMax)
        }
      },
    ),
  )
})

test('one event larger than a batch is refused instead of sent for nothing', () => {
  expect(() => [...batches(['x'.repeat(100)], { eventsMax: 5, bytesMax: 50 })]).toThrow('larger than a batch')
})

test('a wait grows with the attempts, stays within its limit and honours the server', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.option(fc.integer({ min: 0, max: 600_000 }), { nil: undefined }),
      (attempt, random, asked) => {
        const wait = backoffMs(attempt, () => random, asked)
        expect(wait).toBeGreaterThan(0)
        expect(wait).toBeLessThanOrEqual(asked === undefined ? BACKOFF_MAX_MS : RETRY_AFTER_MAX_MS)
        expect(wait).toBeGreaterThanOrEqual(Math.min(asked ?? 0, RETRY_AFTER_MAX_MS))
      },
    ),
  )
})

test('Retry-After is read as seconds and as a date', () => {
  const now = Date.parse('2026-05-04T07:00:00Z')
  expect(retryAfterMs('3', now)).toBe(3000)
  expect(retryAfterMs('Mon, 04 May 2026 07:00:10 GMT', now)).toBe(10_000)
  expect(retryAfterMs('soon', now)).toBeUndefined()
  expect(retryAfterMs(null, now)).toBeUndefined()
})
