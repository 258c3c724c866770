import { expect, test } from 'vitest'

import { blockToken, isRebuildToken, rebuildToken } from './token.ts'

const ranges = [{ tenant: 1, from: 0, to: 5 }]

test('the token of a block names its ranges and is never made twice', () => {
  let made = 0
  const newId = () => String((made += 1))

  const first = blockToken('index', ranges, newId)
  const again = blockToken('index', ranges, newId)
  const other = blockToken('index', [{ tenant: 1, from: 0, to: 6 }], newId)

  expect(first).not.toBe(again)
  expect(first.split('/').slice(0, 2)).toEqual(again.split('/').slice(0, 2))
  expect(first.split('/')[1]).not.toBe(other.split('/')[1])
})

test('only the intent to rebuild has the token of a rebuild', () => {
  expect(isRebuildToken(rebuildToken('index', () => 'x'))).toBe(true)
  expect(isRebuildToken(blockToken('rebuild', ranges, () => 'rebuild'))).toBe(false)
})
