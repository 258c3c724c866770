import { expect, test } from 'vitest'

import { BACKOFF_BASE_MS, BACKOFF_MAX_MS, backoffMs } from './backoff.ts'

test('waits double with each failure, up to the maximum, and are spread over their upper half', () => {
  expect(backoffMs(1, () => 0)).toBe(BACKOFF_BASE_MS / 2)
  expect(backoffMs(2, () => 0)).toBe(BACKOFF_BASE_MS)
  expect(backoffMs(2, () => 0.5)).toBe(BACKOFF_BASE_MS * 1.5)
  expect(backoffMs(1_000, () => 0)).toBe(BACKOFF_MAX_MS / 2)
  expect(backoffMs(1_000, () => 0.999_999)).toBe(BACKOFF_MAX_MS)
})
