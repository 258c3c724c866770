import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTime } from './timestamp.ts'

const read = (text: string) => {
  const time = readTime(text)
  return time.ok ? [time.utc, time.offset] : time.code
}

test.each([
  ['2026-05-04T07:00:00.123Z', '2026-05-04T07:00:00.123Z', undefined],
  ['2026-05-04T07:00:00Z', '2026-05-04T07:00:00.000Z', undefined],
  ['2026-05-04t07:00:00.1z', '2026-05-04T07:00:00.100Z', undefined],
  ['2026-05-04T07:00:00.123999999Z', '2026-05-04T07:00:00.123Z', undefined],
  ['2026-05-04T09:00:00+02:00', '2026-05-04T07:00:00.000Z', '+02:00'],
  ['2026-05-04T00:15:00+05:45', '2026-05-03T18:30:00.000Z', '+05:45'],
  ['2026-12-31T20:00:00-05:00', '2027-01-01T01:00:00.000Z', '-05:00'],
  ['2026-05-04T07:00:00+00:00', '2026-05-04T07:00:00.000Z', undefined],
  ['2026-05-04T07:00:00-00:00', '2026-05-04T07:00:00.000Z', undefined],
  ['2024-02-29T00:00:00.000Z', '2024-02-29T00:00:00.000Z', undefined],
  ['2000-02-29T00:00:00.000Z', '2000-02-29T00:00:00.000Z', undefined],
  ['1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z', undefined],
  ['1969-12-31T23:00:00-01:00', '1970-01-01T00:00:00.000Z', '-01:00'],
  ['2199-12-31T23:59:59.999Z', '2199-12-31T23:59:59.999Z', undefined],
  ['2026-05-04T07:00:00+18:00', '2026-05-03T13:00:00.000Z', '+18:00'],
  ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999Z', undefined],
  ['2016-12-31T23:59:60.500Z', '2016-12-31T23:59:59.999Z', undefined],
  ['2017-01-01T01:59:60+02:00', '2016-12-31T23:59:59.999Z', '+02:00'],
])('%s is %s', (text, utc, offset) => {
  expect(read(text)).toEqual([utc, offset])
})

test.each([
  ['2026-05-04 07:00:00Z'],
  ['2026-05-04T07:00:00'],
  ['2026-05-04T07:00Z'],
  ['2026-05-04'],
  ['20260504T070000Z'],
  ['2026-13-04T07:00:00.123Z'],
  ['2026-00-04T07:00:00.123Z'],
  ['2026-02-29T07:00:00.123Z'],
  ['2100-02-29T07:00:00.123Z'],
  ['2026-04-31T07:00:00.123Z'],
  ['2026-05-00T07:00:00.123Z'],
  ['2026-05-04T24:00:00.000Z'],
  ['2026-05-04T23:60:00.000Z'],
  ['2026-05-04T23:59:61Z'],
  ['2026-05-04T07:00:00.Z'],
  ['2026-05-04T07:00:00,123Z'],
  ['2026-05-04T07:00:00+2:00'],
  ['2026-05-04T07:00:00+0200'],
  ['2026-05-04T07:00:00+18:01'],
  ['2026-05-04T07:00:00+02:60'],
  ['2026-05-04T07:00:60Z'],
  ['2016-12-30T23:59:60Z'],
  ['+02026-05-04T07:00:00Z'],
  [' 2026-05-04T07:00:00Z'],
  ['2026-05-04T07:00:00.1２3Z'],
  ['1777878000'],
  [`2026-05-04T07:00:00.${'1'.repeat(200)}Z`],
])('%s is no time', text => {
  expect(read(text)).toBe('TIMESTAMP_INVALID')
})

test.each([
  ['0001-01-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59.999Z'],
  ['1969-12-31T23:59:59.999Z'],
  ['1970-01-01T00:00:00+00:01'],
  ['2200-01-01T00:00:00Z'],
  ['2199-12-31T23:59:59-00:01'],
  ['0000-01-01T00:00:00Z'],
])('%s is a time outside the window', text => {
  expect(read(text)).toBe('TIMESTAMP_OUT_OF_RANGE')
})

test('the short road and the calendar of the engine agree on every text of normal shape', () => {
  const digits = (count: number) =>
    fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength: count, maxLength: count })
  const two = (max: number) => fc.integer({ min: 0, max }).map(value => String(value).padStart(2, '0'))
  const parts = fc.tuple(
    fc.constantFrom('19', '20', '21'),
    digits(2),
    two(13),
    two(32),
    two(24),
    two(60),
    two(60),
    digits(3),
  )
  fc.assert(
    fc.property(parts, ([century, year, month, day, hour, minute, second, ms]) => {
      const text = `${century}${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`
      const date = new Date(text)
      const sound = !Number.isNaN(date.getTime()) && date.toISOString() === text
      const inside = sound && date.getTime() >= 0
      // A leap second may be sound too; the engine does not know them.
      fc.pre(second !== '60')
      expect(readTime(text).ok).toBe(inside)
    }),
    { numRuns: 5000 },
  )
})

test('any instant with any offset is read as the engine reads it', () => {
  const instant = fc.integer({ min: 0, max: Date.parse('2199-12-30') })
  fc.assert(
    fc.property(instant, fc.integer({ min: -1080, max: 1080 }), (ms, minutes) => {
      const local = new Date(ms + minutes * 60_000).toISOString().slice(0, 23)
      const size = Math.abs(minutes)
      const offset = `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`
      expect(read(local + offset)).toEqual([new Date(ms).toISOString(), minutes === 0 ? undefined : offset])
    }),
  )
})
