/**
 * The entries of a tenant that tell of its exports: asked for, finished, downloaded, cancelled, removed.
 * Each is told before what it tells can be had: no file is made, and no byte of one leaves, without being on record.
 */
import type { Category, Change, EntityRef, JsonObject } from '@daybook/event'
import type { ExportRecord } from '@daybook/record'

import { actorOf, DAYBOOK, type OwnEntries, type OwnEntry } from '../own-entries.ts'
import type { ExportFailure, Manifest } from './types.ts'
import { requestOf } from './view.ts'

/** Parts of one download that come within this time are one entry. */
export const ONE_DOWNLOAD_MS = 10 * 60_000
/** Characters of a text in `metadata`; an entry has 32 KiB. */
const TEXT_MAX = 8_000

export class ExportEntries {
  readonly #own: OwnEntries

  constructor(own: OwnEntries) {
    this.#own = own
  }

  async requested(row: ExportRecord, words: string): Promise<void> {
    const { format, report, from, to, q, filter, columns, zone } = requestOf(row)
    await this.#enter(row, ['requested'], {
      at: row.createdAt,
      activity: 'Request export',
      category: 'export',
      metadata: {
        format,
        report,
        query: words.slice(0, TEXT_MAX).toWellFormed(),
        upTo: row.upTo,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        ...(q === undefined ? {} : { q: q.slice(0, TEXT_MAX).toWellFormed() }),
        ...(filter === undefined ? {} : { filtered: true }),
        ...(columns === undefined ? {} : { columns: columns.length }),
        ...(zone === undefined ? {} : { zone }),
      },
    })
  }

  async finished(row: ExportRecord, { rows, file }: Manifest): Promise<void> {
    const { bytes, sha256 } = file
    await this.#enter(row, ['finished', sha256], {
      at: row.createdAt,
      activity: 'Finish export',
      category: 'update',
      byDaybook: true,
      changes: [{ attribute: 'state', old: 'running', new: 'ready' }],
      metadata: { rows, bytes, sha256, format: requestOf(row).format },
    })
  }

  async failed(row: ExportRecord, failure: ExportFailure, at: number): Promise<void> {
    await this.#enter(row, ['failed', String(row.claims), String(at)], {
      at,
      activity: 'Finish export',
      category: 'update',
      byDaybook: true,
      outcome: 'FAILURE',
      outcomeReason: failure.detail,
      changes: [{ attribute: 'state', old: 'running', new: 'failed' }],
      metadata: { code: failure.code },
    })
  }

  async downloaded(row: ExportRecord, { rows, file }: Manifest, subject: string, now: number): Promise<void> {
    const which = Math.floor(now / ONE_DOWNLOAD_MS)
    await this.#enter({ ...row, subject }, ['downloaded', subject, String(which)], {
      at: now,
      activity: 'Download export',
      category: 'export',
      metadata: { rows, bytes: file.bytes, sha256: file.sha256, format: file.format },
    })
  }

  async changed(row: ExportRecord, what: 'Cancel' | 'Retry' | 'Remove', at: number): Promise<void> {
    await this.#enter(row, [what, String(at)], {
      at,
      activity: `${what} export`,
      category: what === 'Remove' ? 'delete' : 'update',
    })
  }

  async #enter(
    row: ExportRecord,
    key: readonly string[],
    told: {
      at: number
      activity: string
      category: Category
      byDaybook?: true
      outcome?: 'FAILURE'
      outcomeReason?: string
      changes?: Change[]
      metadata?: JsonObject
    },
  ): Promise<void> {
    const { byDaybook, ...rest } = told
    const entity: EntityRef = { type: 'Export', id: row.id, name: row.name }
    const entry: OwnEntry = {
      ...rest,
      key: ['export', row.seed, ...key],
      actor: byDaybook === true ? DAYBOOK : actorOf(row),
      entity,
    }
    await this.#own.enter(row.tenant, entry)
  }
}
