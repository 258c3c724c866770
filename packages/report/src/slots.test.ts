import { expect, test } from 'vitest'

import { Slots } from './slots.ts'

test('a connection has one user at a time, and those who wait come in order', async () => {
  const slots = new Slots<number>([], 1, () => 1, 10)
  const order: string[] = []
  const first = await slots.take()
  const second = slots.use(async () => void order.push('second'))
  const third = slots.use(async () => void order.push('third'))
  expect(order).toEqual([])

  slots.giveBack(first)
  await Promise.all([second, third])
  expect(order).toEqual(['second', 'third'])
})

test('a full line refuses with a code', async () => {
  const slots = new Slots<number>([], 1, () => 1, 1)
  const item = await slots.take()
  const waiting = slots.take()
  await expect(slots.take()).rejects.toMatchObject({ code: 'INDEX_OVERLOADED', status: 503 })
  slots.giveBack(item)
  expect(await waiting).toBe(1)
})

test('closing refuses who waits and lets running work finish', async () => {
  const slots = new Slots<number>([], 1, () => 7, 5)
  const ended: number[] = []
  const item = await slots.take()
  const waiting = slots.take()
  const closed = slots.close(each => ended.push(each))
  await expect(waiting).rejects.toMatchObject({ code: 'INDEX_UNAVAILABLE' })
  await expect(slots.take()).rejects.toMatchObject({ code: 'INDEX_UNAVAILABLE' })
  expect(ended).toEqual([])

  slots.giveBack(item)
  await closed
  expect(ended).toEqual([7])
})
