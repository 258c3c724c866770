import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importViolations, readImportTable } from './import-table.ts'

const root = join(import.meta.dirname, '..')

test('no package imports a sibling that the table of ARCHITECTURE.md does not allow', () => {
  expect(importViolations(root)).toEqual([])
})

test('the table is read as it is written', () => {
  const table = readImportTable('| `a` | does things | – |\n| `b` | more | a, c (lazily) |\n')
  expect(Object.fromEntries([...table].map(([name, allowed]) => [name, [...allowed]]))).toEqual({
    a: [],
    b: ['a', 'c'],
  })
})
