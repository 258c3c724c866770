import { expect, it } from 'vitest'

import { patiently } from './lazy-part.ts'

it('code that cannot be fetched is asked for again, and no more often than six times', async () => {
  let tries = 0
  const late = async () => {
    tries += 1
    if (tries < 3) throw new TypeError('Failed to fetch')
    return 'here'
  }
  expect(await patiently(late, 0)).toBe('here')
  expect(tries).toBe(3)

  tries = -100
  await expect(patiently(late, 0)).rejects.toThrow('Failed to fetch')
  expect(tries).toBe(-94)
})
