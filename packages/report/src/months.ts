/**
 * How many rows the index holds of each calendar month, of all tenants.
 * A hint at where a page may end, known for a while and never part of an answer.
 */
import type { IndexDriver } from './driver.ts'
import { monthOf } from './questions/slices.ts'
import type { SchemaPlace } from './schema.ts'
import { QUESTION_SETTINGS } from './settings.ts'

/** How long it is believed. */
const KNOWN_MS = 10_000

export interface Month {
  /** Counted from the epoch. */
  month: number
  rows: number
}

export class KnownMonths {
  readonly #driver: IndexDriver
  readonly #place: SchemaPlace
  #known: { months: Promise<Month[]>; asked: number } | undefined

  constructor(driver: IndexDriver, place: SchemaPlace) {
    this.#driver = driver
    this.#place = place
  }

  async months(): Promise<readonly Month[]> {
    if (this.#known === undefined || performance.now() - this.#known.asked > KNOWN_MS) {
      // Whoever may not look into the engine's own tables is answered all the same.
      const months = this.#ask().catch(() => [])
      this.#known = { months, asked: performance.now() }
    }
    return this.#known.months
  }

  async #ask(): Promise<Month[]> {
    const sql = `SELECT partition AS name, sum(rows) AS rows
FROM system.parts
WHERE database = {database:String} AND table IN ('entry', 'entry_shard') AND active
GROUP BY partition
${QUESTION_SETTINGS}`
    const found = await this.#driver.query<{ name: string; rows: number }>(sql, {
      database: this.#place.database,
    })
    // Removed rows wait in partitions of other names.
    return found.flatMap(({ name, rows }) => {
      const [, year, month] = /^(\d{4})(\d{2})$/.exec(name) ?? []
      if (year === undefined || month === undefined) return []
      return [{ month: monthOf(Date.parse(`${year}-${month}-01`)), rows }]
    })
  }
}
