import { expect, it } from 'vitest'

import { moved, readMemory, writeMemory } from './columns.ts'

const storageOf = (text: string | null) => ({ getItem: () => text })

it('remembers sizes and pins, and forgets what is damaged', () => {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
  const memory = { sizes: { actor: 240 }, pins: ['occurredAt', 'actor'] }
  writeMemory(storage, 'activity', memory)
  expect(readMemory(storage, 'activity', 'occurredAt')).toEqual(memory)
  const fresh = { sizes: {}, pins: ['occurredAt'] }
  for (const text of [null, '{', '7', '{"sizes":{"a":-5},"pins":[]}', '{"sizes":{},"pins":[7]}']) {
    expect(readMemory(storageOf(text), 'activity', 'occurredAt')).toEqual(fresh)
  }
})

it('moves a column by places, and never out of the list', () => {
  expect(moved(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 'c', -2)).toEqual(['c', 'a', 'b'])
  expect(moved(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c'])
  expect(moved(['a', 'b', 'c'], 'x', 1)).toEqual(['a', 'b', 'c'])
})
