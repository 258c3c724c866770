import { expect, test } from 'vitest'

import { Waiters, WAITERS_MAX } from './waiters.ts'

test('a waiter is answered when the position has passed its entry, not when it has reached it', async () => {
  const waiters = new Waiters()
  const answer = waiters.add(1, 5, 60_000)

  waiters.passed(1, 5)
  expect(waiters.count).toBe(1)
  waiters.passed(2, 6)
  expect(waiters.count).toBe(1)
  waiters.passed(1, 6)

  expect(await answer).toBe(true)
  expect(waiters.count).toBe(0)
})

test('a waiter whose time is over is answered false and forgotten', async () => {
  const waiters = new Waiters()

  expect(await waiters.add(1, 5, 1)).toBe(false)
  expect(waiters.count).toBe(0)
})

test('closing answers everyone', async () => {
  const waiters = new Waiters()
  const answers = [waiters.add(1, 5, 60_000), waiters.add(2, 5, 60_000)]

  waiters.close()

  expect(await Promise.all(answers)).toEqual([false, false])
})

test('beyond the limit nobody waits', async () => {
  const waiters = new Waiters()
  const answers = Array.from({ length: WAITERS_MAX }, async () => waiters.add(1, 5, 60_000))

  expect(await waiters.add(1, 5, 60_000)).toBe(false)

  waiters.close()
  await Promise.all(answers)
})
