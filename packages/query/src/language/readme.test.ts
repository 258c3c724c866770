import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

import { QUERY_ERRORS } from '../errors.ts'
import { PARTS, QUERY_FIELDS } from './fields.ts'
import { QUERY_LIMITS } from './limits.ts'
import { parseQuery } from './parse.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const section = readme.slice(readme.indexOf('## The filter language'))

/** The cells of the table rows whose first cell is code. */
const rows = section
  .split('\n')
  .filter(line => line.startsWith('| `'))
  .map(line => line.split(/(?<!\\)\|/).map(cell => cell.trim()))

function codesOf(cell: string | undefined): string[] {
  return [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(match => match[1] as string)
}

test('the page names every field with its aliases, kind and choices', () => {
  for (const { name, aliases, kind, choices } of QUERY_FIELDS) {
    const row = rows.find(cells => cells[1] === `\`${name}\``)
    expect([name, codesOf(row?.[2]), codesOf(row?.[3])]).toEqual([name, [...aliases], [kind]])
    if (name === 'category' || choices === undefined) continue
    const written = choices.flatMap(choice => [choice.name, ...(choice.aliases ?? [])])
    expect(codesOf(row?.[4])).toEqual(written)
  }
  expect(Object.keys(PARTS)).toHaveLength(
    QUERY_FIELDS.find(({ name }) => name === 'has')?.choices?.length ?? 0,
  )
})

test('the page names every code of the language and no other', () => {
  const codes = Object.keys(QUERY_ERRORS).filter(code => code.startsWith('QUERY_'))
  expect(rows.flatMap(cells => codesOf(cells[1])).filter(code => code.startsWith('QUERY_'))).toEqual(codes)
})

test('the page names every limit', () => {
  for (const limit of Object.values(QUERY_LIMITS)) expect(section).toContain(limit.toLocaleString('en'))
})

test('every example of a field is read without a problem', () => {
  for (const { name, examples } of QUERY_FIELDS) {
    for (const example of examples) expect(parseQuery(`${name}:${example}`).errors).toEqual([])
  }
})
