/**
 * Reads the whole record, or one tenant's part of it, and names everything that is not as it was written.
 * The fault tests run it after every step, and `daybook fsck` runs the same.
 */
import { type BlockRow, decodeBlock } from './block.ts'
import type { Database, Statement } from './database.ts'
import { RecordError } from './errors.ts'
import type { StoredEntry } from './types.ts'

const CHECK_SQL = {
  logs: {
    name: 'check_logs',
    text: `SELECT l.tenant, l.next, l.recorded_at,
                  (SELECT coalesce(sum(b.count), 0)::bigint FROM daybook.block AS b WHERE b.tenant = l.tenant) AS entries,
                  (SELECT count(*) FROM daybook.entry_id AS e WHERE e.tenant = l.tenant) AS ids
             FROM daybook.log AS l WHERE $1::int IS NULL OR l.tenant = $1 ORDER BY l.tenant`,
  },
  blocks: {
    name: 'check_blocks',
    text: `SELECT tenant, first, count, recorded_at, codec, body FROM daybook.block
            WHERE tenant = $1 AND first >= $2 AND first < $3 ORDER BY first LIMIT 64`,
  },
  // Ids of a run of entries in index order: the other side of each block.
  ids: {
    name: 'check_ids',
    text: `SELECT e.index, e.id FROM daybook.entry_id AS e JOIN unnest($2::uuid[]) AS u (id) ON u.id = e.id
            WHERE e.tenant = $1`,
  },
} satisfies Record<string, Statement>

/** What is found is bounded: a record in ruins is known after this many. */
const PROBLEMS_MAX = 100

interface LogRow {
  tenant: number
  next: number
  recorded_at: number
  entries: number
  ids: number
}

export async function checkRecord(database: Database, tenant?: number): Promise<string[]> {
  const problems: string[] = []
  for (const log of await database.run<LogRow>(CHECK_SQL.logs, [tenant ?? null])) {
    const where = `tenant ${log.tenant}`
    if (log.entries !== log.next)
      problems.push(`${where}: next is ${log.next}, its blocks hold ${log.entries} entries`)
    if (log.ids !== log.next) problems.push(`${where}: next is ${log.next}, it has ${log.ids} ids`)
    await checkBlocks(database, log, problems)
    if (problems.length >= PROBLEMS_MAX) break
  }
  return problems
}

/** Up to the head as it was when we asked: others may write meanwhile. */
async function checkBlocks(database: Database, log: LogRow, problems: string[]): Promise<void> {
  const { tenant } = log
  let next = 0
  let time = 0
  while (problems.length < PROBLEMS_MAX) {
    const rows = await database.run<BlockRow>(CHECK_SQL.blocks, [tenant, next, log.next])
    if (rows.length === 0) break
    for (const row of rows) {
      const where = `tenant ${tenant}, block at ${row.first}`
      if (row.first !== next) problems.push(`${where}: ${next} was expected`)
      if (row.recorded_at < time) problems.push(`${where}: it is older than the block before`)
      next = row.first + row.count
      time = row.recorded_at
      try {
        await checkIds(database, tenant, decodeBlock(row, row.first, next), problems)
      } catch (error) {
        if (!(error instanceof RecordError) || error.code !== 'CORRUPT') throw error
        problems.push(error.message)
      }
    }
  }
  if (next !== log.next) problems.push(`tenant ${tenant}: its blocks end at ${next}, its log at ${log.next}`)
  if (time > log.recorded_at) problems.push(`tenant ${tenant}: its last block is newer than its log`)
}

async function checkIds(
  database: Database,
  tenant: number,
  entries: readonly StoredEntry[],
  problems: string[],
): Promise<void> {
  const ids = `{${entries.map(({ event }) => event.id).join(',')}}`
  const rows = await database.run<{ index: number; id: string }>(CHECK_SQL.ids, [tenant, ids])
  const indexOf = new Map(rows.map(({ index, id }) => [id, index]))
  for (const { event, index } of entries) {
    const said = indexOf.get(event.id)
    if (said !== index)
      problems.push(`tenant ${tenant}, entry ${index}: its id leads to ${said ?? 'nothing'}`)
  }
}
