import { join } from 'node:path'

import { expect, test } from 'vitest'

import { webSizes } from './web-budget.ts'

const KB = 1000
const sizes = webSizes(join(import.meta.dirname, '../packages/web/dist'))

test('the first load of the web app is at most 220 kB of script and 15 kB of style', () => {
  expect(sizes.script).toBeGreaterThan(50 * KB)
  expect(sizes.script).toBeLessThanOrEqual(220 * KB)
  expect(sizes.style).toBeGreaterThan(1 * KB)
  expect(sizes.style).toBeLessThanOrEqual(15 * KB)
})

test('a page that is not part of the first load, a language or the calendar is at most 25 kB', () => {
  const heavy = Object.entries(sizes.lazy).filter(([, bytes]) => bytes > 25 * KB)
  expect(heavy).toEqual([])
})

test('what pages and menus share is at most 85 kB', () => {
  expect(sizes.shared).toBeLessThanOrEqual(85 * KB)
})

test('a page in Latin letters needs two fonts of together at most 60 kB', () => {
  expect(Object.keys(sizes.fonts).toSorted()).toEqual(['inter', 'jetbrains-mono'])
  expect(Object.values(sizes.fonts).reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(60 * KB)
})
