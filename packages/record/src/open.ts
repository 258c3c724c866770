/**
 * Opens the record: engine, schema, and the parts that make one EventRecord.
 * What is acknowledged by it is committed and on disk, and what is told to listeners was acknowledged by the engine.
 */
import { AppendQueue } from './append/queue.ts'
import { type Added, type Commit, commitGroup } from './append/commit.ts'
import { NewestEntries } from './cache.ts'
import { Catalogs } from './catalog.ts'
import { checkRecord } from './check.ts'
import { Database, type Statement } from './database.ts'
import { type Engine, startEngine } from './engine.ts'
import { Exports } from './exports.ts'
import { Followers } from './followers.ts'
import { Keys } from './keys.ts'
import { RECORD_LIMITS } from './limits.ts'
import { migrate } from './migrate.ts'
import { Reader } from './read.ts'
import { Schedules } from './schedules.ts'
import { Tenants } from './tenants.ts'
import type { EventRecord, Head, RecordOptions } from './types.ts'
import { Views } from './views.ts'

const SIZE: Statement = {
  name: 'record_size',
  text: `SELECT pg_database_size(current_database()) AS bytes`,
}

/** Throws the ENGINE_… codes, DATA_DIRECTORY_IN_USE, DATABASE_NEWER, MIGRATION_CHANGED. */
export async function openRecord(options: RecordOptions): Promise<EventRecord> {
  const engine = await startEngine(options)
  const limits = { ...RECORD_LIMITS, ...options.limits }
  const database = new Database(engine.connection, limits, options.log)
  try {
    await migrate(database)
  } catch (error) {
    await database.close()
    await engine.close()
    throw error
  }
  return compose(options, engine, database, limits)
}

function compose(
  options: RecordOptions,
  engine: Engine,
  database: Database,
  limits: typeof RECORD_LIMITS,
): EventRecord {
  const { clock, randomBytes, newId, log } = options
  const tenants = new Tenants(database)
  const cache = new NewestEntries(limits.cacheBytesMax)
  const reader = new Reader(database, cache, limits)
  const listeners = new Set<(moved: readonly Head[]) => void>()
  const existing = reader.withIds.bind(reader)

  const committed = ({ added }: Commit) => {
    for (const block of added) cache.put(block)
    const moved = headsOf(added)
    if (moved.length === 0) return
    for (const listener of listeners) {
      try {
        listener(moved)
      } catch (error) {
        log.error({ error: String(error) }, 'a listener of the record threw')
      }
    }
  }
  const queue = new AppendQueue({
    commit: calls => commitGroup({ database, clock, limits, existing }, calls),
    committed,
    randomBytes,
    limits,
  })
  let closing: Promise<void> | undefined

  return {
    tenants,
    followers: new Followers(database),
    keys: new Keys({ database, clock, newId, randomBytes }),
    catalogs: new Catalogs(database),
    views: new Views(database, newId),
    exports: new Exports(database),
    schedules: new Schedules(database, newId),
    async append(tenant, events) {
      if (!tenants.isKnown(tenant)) await tenants.mustExist(tenant)
      return queue.append(tenant, events)
    },
    get: (tenant, id) => reader.get(tenant, id),
    at: (tenant, index) => reader.at(tenant, index),
    read: (tenant, from, limit) => reader.read(tenant, from, limit),
    heads: () => tenants.heads(),
    onCommit(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    health: () => database.probe(),
    stats: () => queue.stats,
    async size() {
      const onDisk = await engine.size()
      if (onDisk !== undefined) return { bytes: onDisk }
      const [row] = await database.run<{ bytes: number }>(SIZE)
      return { bytes: row?.bytes ?? 0 }
    },
    check: tenant => checkRecord(database, tenant),
    close() {
      closing ??= (async () => {
        await queue.close()
        await database.close()
        await engine.close()
      })()
      return closing
    },
  }
}

/** The head of each tenant that moved, once. */
function headsOf(added: readonly Added[]): Head[] {
  const heads = new Map<number, number>()
  for (const { tenant, first, lines } of added) heads.set(tenant, first + lines.count)
  return Array.from(heads, ([tenant, next]) => ({ tenant, next }))
}
