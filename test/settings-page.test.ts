import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SETTINGS } from '../packages/server/src/config.ts'

test('docs/operations.md has exactly the settings that exist, and says which are secret', () => {
  const page = readFileSync(join(import.meta.dirname, '../docs/operations.md'), 'utf8')
  const rows = [...page.matchAll(/^\| `(DAYBOOK_[A-Z_]+)` .*$/gm)]
  const documented = Object.fromEntries(rows.map(([row, name = '']) => [name, row.includes('_secret_')]))
  const existing = Object.fromEntries(
    Object.entries(SETTINGS).map(([name, { secret = false }]) => [name, secret]),
  )
  expect(documented).toEqual(existing)
})
