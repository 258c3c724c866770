/** The agenda is a queue by time with a bound. */

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { Agenda, AGENDA_MAX } from './agenda.ts'

test('appointments come out in order of time, and equal ones as they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), times => {
      const agenda = new Agenda<number>()
      for (const [n, at] of times.entries()) agenda.add(at, n)
      const sorted = [...times.entries()].sort(([n, a], [m, b]) => a - b || n - m).map(([n]) => n)
      expect(times.map(() => agenda.take()?.act)).toEqual(sorted)
      expect(agenda.take()).toBeUndefined()
      expect(agenda.next).toBe(Number.POSITIVE_INFINITY)
    }),
  )
})

test('a full agenda takes no more', () => {
  const agenda = new Agenda<number>()
  for (let n = 0; n < AGENDA_MAX; n++) expect(agenda.add(n, n)).toBe(true)
  expect(agenda.add(0, 0)).toBe(false)
})
