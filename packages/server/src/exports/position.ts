/**
 * The last entry before an index, with its time.
 * Entries never change, so what was read once is remembered.
 */
import type { EventRecord } from '@daybook/record'

import type { ExportPosition } from './types.ts'
import { isoOf } from './view.ts'

const REMEMBERED_MAX = 10_000

export class PositionReader {
  readonly #record: Pick<EventRecord, 'at'>
  readonly #known = new Map<string, ExportPosition>()

  constructor(record: Pick<EventRecord, 'at'>) {
    this.#record = record
  }

  async before(tenant: number, upTo: number): Promise<ExportPosition> {
    if (upTo === 0) return { index: null, recordedAt: null }
    const name = `${tenant}/${upTo}`
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const entry = await this.#record.at(tenant, upTo - 1)
    const position = { index: upTo - 1, recordedAt: entry === undefined ? null : isoOf(entry.recordedAt) }
    if (this.#known.size >= REMEMBERED_MAX) this.#known.clear()
    this.#known.set(name, position)
    return position
  }
}
