/** Guarantees of tables: event text stays text, in a terminal and in a spreadsheet. */
import { expect, it } from 'vitest'
import { csvLine, tableOf } from './table.ts'

it('columns line up, long texts are cut with a mark, and nothing moves the cursor', () => {
  expect(
    tableOf(
      ['Who', 'What'],
      [
        ['Clarissa', 'a\u001B[2Jb\nc'],
        ['P', 'x'.repeat(80)],
      ],
    ),
  ).toBe(`WHO       WHAT\nClarissa  a [2Jb c\nP         ${'x'.repeat(59)}…\n`)
})

it('a cell of CSV is quoted where it must be, and is never a formula', () => {
  expect(csvLine(['plain', 'a,b', 'say "hi"', '=1+1', '-5', '@cmd', ''])).toBe(
    `plain,"a,b","say ""hi""",'=1+1,-5,'@cmd,\r\n`,
  )
})
