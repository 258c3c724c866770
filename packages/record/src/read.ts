/**
 * Entries by id, by index and in order.
 * Every answer is contiguous and in index order; a gap is CORRUPT, never skipped.
 */
import { type BlockRow, decodeBlock } from './block.ts'
import type { NewestEntries } from './cache.ts'
import type { Database, Statement } from './database.ts'
import { RecordError } from './errors.ts'
import type { RecordLimits } from './limits.ts'
import type { StoredEntry } from './types.ts'

const BLOCK_COLUMNS = 'b.tenant, b.first, b.count, b.recorded_at, b.codec, b.body'

export const READ_SQL = {
  // The block that holds index $2 and those that begin before $3, as long as their bodies fit in $4 bytes.
  range: {
    name: 'read_range',
    text: `SELECT tenant, first, count, recorded_at, codec, body FROM (
             SELECT ${BLOCK_COLUMNS}, sum(octet_length(b.body)) OVER (ORDER BY b.first) - octet_length(b.body) AS before
               FROM daybook.block AS b
              WHERE b.tenant = $1 AND b.first < $3 AND b.first >= coalesce(
                (SELECT max(h.first) FROM daybook.block AS h WHERE h.tenant = $1 AND h.first <= $2), 0)
           ) AS r
           WHERE before < $4 ORDER BY first`,
  },
  byId: {
    name: 'read_by_id',
    text: `SELECT e.index, ${BLOCK_COLUMNS}
             FROM daybook.entry_id AS e, LATERAL (
               SELECT * FROM daybook.block WHERE tenant = e.tenant AND first <= e.index ORDER BY first DESC LIMIT 1
             ) AS b
            WHERE e.tenant = $1 AND e.id = $2`,
  },
  indexesOfIds: {
    name: 'read_indexes_of_ids',
    text: `SELECT e.index FROM daybook.entry_id AS e, unnest($2::uuid[]) AS u (id)
            WHERE e.tenant = $1 AND e.id = u.id ORDER BY e.index`,
  },
} satisfies Record<string, Statement>

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export class Reader {
  readonly #database: Database
  readonly #cache: NewestEntries
  readonly #limits: RecordLimits

  constructor(database: Database, cache: NewestEntries, limits: RecordLimits) {
    this.#database = database
    this.#cache = cache
    this.#limits = limits
  }

  async get(tenant: number, id: string): Promise<StoredEntry | undefined> {
    if (!UUID.test(id)) return undefined
    const [row] = await this.#database.run<BlockRow & { index: number }>(READ_SQL.byId, [tenant, id])
    if (row === undefined) return undefined
    const [entry] = decodeBlock(row, row.index, row.index + 1)
    if (entry?.event.id !== id.toLowerCase()) throw corrupt(tenant, row.index, 'its id leads elsewhere')
    return entry
  }

  async at(tenant: number, index: number): Promise<StoredEntry | undefined> {
    const [entry] = await this.read(tenant, index, 1)
    return entry
  }

  async read(tenant: number, from: number, limit: number): Promise<StoredEntry[]> {
    if (!Number.isSafeInteger(from) || from < 0) return []
    const to = from + Math.min(limit, this.#limits.readEntriesMax)
    const entries: StoredEntry[] = []
    let asked = false
    for (let next = from; next < to; next = from + entries.length) {
      const near = this.#cache.from(tenant, next, to - next)
      for (const entry of near) entries.push(entry)
      if (near.length > 0) continue
      // One question to the engine per read; what else is needed, the caller asks for.
      if (asked) break
      asked = true
      for (const entry of await this.#stored(tenant, next, to)) entries.push(entry)
    }
    return entries
  }

  /** The entries of a tenant that have one of these ids. */
  async withIds(tenant: number, ids: readonly string[]): Promise<StoredEntry[]> {
    const found = await this.#database.run<{ index: number }>(READ_SQL.indexesOfIds, [
      tenant,
      `{${ids.join(',')}}`,
    ])
    const entries: StoredEntry[] = []
    // Ids that were sent together stand together: each run is read at once.
    for (let i = 0; i < found.length;) {
      const first = found[i]?.index ?? 0
      let last = first
      while (found[i]?.index === last) {
        i++
        last++
      }
      for (let next = first; next < last;) {
        const some = await this.read(tenant, next, last - next)
        if (some.length === 0) throw corrupt(tenant, next, 'it has an id and no block')
        entries.push(...some)
        next += some.length
      }
    }
    return entries
  }

  async #stored(tenant: number, from: number, to: number): Promise<StoredEntry[]> {
    const rows = await this.#database.run<BlockRow>(READ_SQL.range, [
      tenant,
      from,
      to,
      this.#limits.readBytesMax,
    ])
    const entries: StoredEntry[] = []
    let next = from
    for (const row of rows) {
      if (row.first + row.count <= next) continue
      if (row.first > next) throw corrupt(tenant, next, 'it is missing')
      for (const entry of decodeBlock(row, next, to)) entries.push(entry)
      next = row.first + row.count
    }
    return entries
  }
}

function corrupt(tenant: number, index: number, what: string): RecordError {
  return new RecordError('CORRUPT', { text: `(tenant ${tenant}, entry ${index}: ${what})` })
}
