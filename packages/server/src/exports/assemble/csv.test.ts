/** Guarantee of CSV: whatever the cells, an independent parser reads the same cells back, and nothing begins a formula. */
import { type Cell, type ExportColumn, FileClock } from '@daybook/query'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import { csvHead, csvLine } from './csv.ts'

const CLOCK = [{ start: 0, minutes: 120 }]
const column = fc.record({
  id: fc.constant('x'),
  label: fc.string({ minLength: 1, unit: 'grapheme' }),
  kind: fc.constantFrom('time' as const, 'number' as const, 'text' as const),
})
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[=+\-@\t\r\n＝"',;|0-9a.\u2028]{0,8}$/),
)
const cellOf = ({ kind }: ExportColumn): fc.Arbitrary<Cell> =>
  kind === 'text' ? text : fc.integer({ min: 0, max: Date.UTC(2199, 0) })
const table = fc.array(column, { minLength: 1, maxLength: 6 }).chain(columns =>
  fc.record({
    columns: fc.constant(columns),
    rows: fc.array(fc.tuple(...columns.map(cellOf)), { maxLength: 10 }),
    separator: fc.constantFrom(',', ';', '\t', '|'),
    bom: fc.boolean(),
    guardFormulas: fc.boolean(),
  }),
)

test('what is written is read', () => {
  const clock = new FileClock(CLOCK)
  fc.assert(
    fc.property(table, ({ columns, rows, ...csv }) => {
      const lineOf = csvLine({ columns, csv, clock: CLOCK })
      const written = csvHead(columns, csv) + rows.map(lineOf).join('')
      const read = parse(written, { bom: csv.bom, delimiter: csv.separator, record_delimiter: '\r\n' })
      expect(read).toHaveLength(rows.length + 1)
      for (const [i, row] of rows.entries())
        for (const [j, cell] of row.entries()) {
          const shown = read[i + 1]?.[j] ?? ''
          const plain =
            typeof cell === 'number' ? (columns[j]?.kind === 'time' ? clock.text(cell) : String(cell)) : cell
          expect([plain, ...(csv.guardFormulas ? [`'${plain}`] : [])]).toContain(shown)
          if (csv.guardFormulas && typeof cell === 'string' && !/^[+-]?\d+(\.\d+)?$/.test(shown))
            expect(shown).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
        }
    }),
    { numRuns: 300 },
  )
})
