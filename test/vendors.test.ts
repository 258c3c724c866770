/** docs/vendors.md and the layouts agree: the same columns in the same order, tests that exist, and an honest status. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { layoutDefinition, layouts } from '@daybook/query'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/vendors.md'), 'utf8')

interface Line {
  name: string
  kind: string
  answer: string
  test: string
  status: string
}

const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map(section => [/^[^\n]*\(`([^`]+)`\)/.exec(section)?.[1] ?? '', linesOf(section)] as const),
)

function linesOf(section: string): Line[] {
  return [...section.matchAll(/^\|(.+)\|$/gm)].slice(2).map(([, row = '']) => {
    const [name = '', kind = '', answer = '', proof = '', status = ''] = row
      .split(' | ')
      .map(cell => cell.trim())
    return { name, kind, answer, test: proof, status }
  })
}

const plain = (text: string) => text.replaceAll('`', '')

test('every layout has a section, and no section is of a layout that does not exist', () => {
  expect([...sections.keys()].filter(id => id !== '').toSorted()).toEqual(
    layouts.map(({ id }) => id).toSorted(),
  )
})

describe.each(layouts)('$id', layout => {
  const lines = sections.get(layout.id) ?? []

  test('has exactly the columns of the page, in their order', () => {
    const columns = lines.filter(({ kind }) => kind === 'column').map(({ name }) => plain(name))
    expect(layout.columns.map(({ label }) => label)).toEqual(columns)
  })

  test('has the presets and filters that the page names', () => {
    const told = lines
      .filter(({ kind }) => kind === 'preset' || kind === 'filter')
      .map(({ name }) => name)
      .join('\n')
    const { presets, filterLabels } = layoutDefinition(layout)
    for (const { label } of [...presets, ...filterLabels])
      expect(told.toLowerCase()).toContain(label.toLowerCase())
  })

  test('says of each line what it is, how far it goes, and which test shows it', () => {
    expect(lines.length).toBeGreaterThan(layout.columns.length)
    for (const { name, kind, answer, test: proof, status } of lines) {
      expect(['column', 'filter', 'preset', 'behaviour'], name).toContain(kind)
      expect(['yes', 'partly', 'not yet'], name).toContain(status)
      if (status === 'not yet') continue
      expect(answer, name).not.toBe('')
      expect(existsSync(join(root, plain(proof))), `${name}: ${proof}`).toBe(true)
    }
  })
})
