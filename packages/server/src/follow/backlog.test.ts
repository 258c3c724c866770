import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { Backlog, fairShares } from './backlog.ts'

const LIMITS = { stepEntriesMax: 100, stepTenantsMax: 10 }

function backlogOf(heads: Record<number, number>, positions: [number, number][] = []): Backlog {
  const backlog = new Backlog()
  backlog.reset(new Map(positions))
  backlog.see(
    Object.entries(heads).map(([tenant, next]) => ({ tenant: Number(tenant), next })),
    1_000,
  )
  return backlog
}

describe('fair shares', () => {
  const wants = fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 200 })

  test('nobody gets more than they want, everybody gets something, and the total is not exceeded', () => {
    fc.assert(
      fc.property(wants, fc.integer({ min: 200, max: 20_000 }), (wants, total) => {
        const shares = fairShares(wants, total)
        shares.forEach((share, at) => {
          expect(share).toBeGreaterThan(0)
          expect(share).toBeLessThanOrEqual(wants[at] ?? 0)
        })
        expect(shares.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(total)
      }),
    )
  })

  test('who gets less than they want gets no less than anybody else, up to rounding', () => {
    fc.assert(
      fc.property(wants, fc.integer({ min: 200, max: 20_000 }), (wants, total) => {
        const shares = fairShares(wants, total)
        const short = shares.filter((share, at) => share < (wants[at] ?? 0))
        const largest = Math.max(...shares)
        for (const share of short) expect(largest - share).toBeLessThanOrEqual(1)
      }),
    )
  })
})

test('a noisy tenant leaves room for all others in every step', () => {
  const backlog = backlogOf({ 1: 1_000_000, 2: 5, 3: 7 })

  const plan = backlog.plan(LIMITS)

  expect(plan).toEqual([
    { tenant: 1, from: 0, to: 88 },
    { tenant: 2, from: 0, to: 5 },
    { tenant: 3, from: 0, to: 7 },
  ])
})

test('with more tenants than a step takes, each is served once before any is served twice', () => {
  const backlog = backlogOf(
    Object.fromEntries(Array.from({ length: 25 }, (_, tenant) => [tenant + 1, 1_000])),
  )
  const served: number[] = []

  for (let step = 0; step < 5; step += 1) {
    const plan = backlog.plan(LIMITS)
    served.push(...plan.map(range => range.tenant))
    backlog.take(plan)
  }

  expect(new Set(served.slice(0, 25)).size).toBe(25)
  expect(new Set(served.slice(25, 50)).size).toBe(25)
})

test('steps cover every entry of every tenant once and in order, whatever the heads do meanwhile', () => {
  const commits = fc.array(
    fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 300 }))),
  )
  fc.assert(
    fc.property(commits, rounds => {
      const backlog = new Backlog()
      const heads = new Map<number, number>()
      const next = new Map<number, number>()
      const step = () => {
        const plan = backlog.plan(LIMITS)
        for (const { tenant, from, to } of plan) {
          expect(from).toBe(next.get(tenant) ?? 0)
          next.set(tenant, to)
        }
        backlog.take(plan)
        backlog.finish(plan, [])
      }
      for (const round of rounds) {
        for (const [tenant, more] of round) {
          heads.set(tenant, (heads.get(tenant) ?? 0) + more)
          backlog.see([{ tenant, next: heads.get(tenant) ?? 0 }], 0)
        }
        step()
      }
      while (backlog.waiting > 0) step()
      expect(next).toEqual(heads)
      expect(backlog.positions()).toEqual(heads)
      expect(backlog.lag()).toEqual({ entries: 0, since: undefined })
    }),
  )
})

test('a step that was cut short leaves the rest ripe', () => {
  const backlog = backlogOf({ 1: 50 })

  backlog.take([{ tenant: 1, from: 0, to: 20 }])

  expect(backlog.waiting).toBe(30)
  expect(backlog.waitingSince).toBe(Number.NEGATIVE_INFINITY)
  expect(backlog.plan(LIMITS)).toEqual([{ tenant: 1, from: 20, to: 50 }])
})

test('lag counts what is taken and not finished, since the oldest entry of it', () => {
  const backlog = backlogOf({ 1: 50 }, [[1, 10]])
  backlog.learn(1, 400)

  backlog.take([{ tenant: 1, from: 10, to: 50 }])

  expect(backlog.lag()).toEqual({ entries: 40, since: 400 })
})

test('starting again after a failure does not make the oldest entry younger', () => {
  const backlog = backlogOf({ 1: 50 }, [[1, 10]])
  backlog.learn(1, 400)
  backlog.take([{ tenant: 1, from: 10, to: 50 }])

  backlog.reset(new Map([[1, 10]]))
  backlog.see([{ tenant: 1, next: 60 }], 9_000)

  expect(backlog.lag()).toEqual({ entries: 50, since: 400 })
})

test('after a refused block its tenants are tried alone, and only who is refused alone has to wait', () => {
  const backlog = backlogOf({ 1: 10, 2: 10, 3: 10 })
  const hold = (refusals: number) => refusals * 1_000

  backlog.refused([1, 2], 2_000, hold)
  expect(backlog.plan(LIMITS)).toEqual([{ tenant: 1, from: 0, to: 10 }])
  backlog.refused([1], 2_000, hold)
  expect(backlog.plan(LIMITS)).toEqual([{ tenant: 2, from: 0, to: 10 }])
  backlog.take(backlog.plan(LIMITS))
  backlog.finish([{ tenant: 2, from: 0, to: 10 }], [])
  backlog.see([{ tenant: 2, next: 20 }], 2_500)
  expect(backlog.plan(LIMITS).map(range => range.tenant)).toEqual([3, 2])

  backlog.take(backlog.plan(LIMITS))
  backlog.release(2_999)
  expect(backlog.waiting).toBe(0)
  backlog.release(3_000)
  expect(backlog.plan(LIMITS)).toEqual([{ tenant: 1, from: 0, to: 10 }])
})
