/**
 * Compares one tenant's rows of the index with the entries of the record, both in order of index, as they stream.
 * Every entry is compared in every column; memory holds one slice of entries, whatever the tenant's size.
 */

import type { StoredEntry } from '@daybook/record'
import { asSent, COLUMNS, rowOf, type IndexRow } from '@daybook/report'

import { differences } from './differences.ts'
import { shortened, type Findings } from './findings.ts'

const INDEX_CELL = COLUMNS.findIndex(column => column.name === 'index')
const ID_CELL = COLUMNS.findIndex(column => column.name === 'id')

/** Call `entry` for each entry of the record in order, then `end`; or `stop` to give up earlier. */
export class IndexComparison {
  #tenant: number
  #rows: AsyncIterator<IndexRow>
  #findings: Findings
  #row: IndexRow | undefined
  #begun = false
  #seen = 0

  constructor(tenant: number, rows: AsyncIterable<IndexRow>, findings: Findings) {
    this.#tenant = tenant
    this.#rows = rows[Symbol.asyncIterator]()
    this.#findings = findings
  }

  /** rows of the index that were looked at */
  get seen(): number {
    return this.#seen
  }

  async entry(entry: StoredEntry): Promise<void> {
    if (!this.#begun) await this.#next()
    const named = { tenant: this.#tenant, index: entry.index, id: entry.event.id }
    while (this.#row !== undefined && indexOf(this.#row) < entry.index) await this.#foreign(this.#row)
    if (this.#row === undefined || indexOf(this.#row) !== entry.index) {
      this.#findings.add({ kind: 'INDEX_MISSING', ...named })
      return
    }
    const expected = rowOf(entry)
    for (let copies = 0; this.#row !== undefined && indexOf(this.#row) === entry.index; copies += 1) {
      if (copies > 0) this.#findings.add({ kind: 'INDEX_DOUBLED', ...named })
      this.#compare(named, expected, this.#row)
      await this.#next()
    }
  }

  async end(): Promise<void> {
    if (!this.#begun) await this.#next()
    while (this.#row !== undefined) await this.#foreign(this.#row)
  }

  async stop(): Promise<void> {
    await this.#rows.return?.()
  }

  #compare(named: { tenant: number; index: number; id: string }, expected: IndexRow, actual: IndexRow): void {
    COLUMNS.forEach(({ name }, cell) => {
      if (expected[cell] === actual[cell]) return
      for (const one of differences(expected[cell], actual[cell], name)) {
        this.#findings.add({
          kind: 'INDEX_DIFFERENT',
          ...named,
          field: one.path,
          expected: shortened(one.expected),
          actual: shortened(one.actual),
        })
      }
    })
  }

  async #foreign(row: IndexRow): Promise<void> {
    this.#findings.add({
      kind: 'INDEX_FOREIGN',
      tenant: this.#tenant,
      index: indexOf(row),
      id: idOf(row),
    })
    await this.#next()
  }

  async #next(): Promise<void> {
    this.#begun = true
    const next = await this.#rows.next()
    // What was derived is compared apart: here, with what was sent.
    this.#row = next.done === true ? undefined : asSent(next.value)
    if (this.#row !== undefined) this.#seen += 1
  }
}

export function indexOf(row: IndexRow): number {
  return Number(row[INDEX_CELL])
}

export function idOf(row: IndexRow): string {
  return String(row[ID_CELL])
}
