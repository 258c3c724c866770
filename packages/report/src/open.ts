/**
 * Opens the index on the engine that the configuration names.
 * The engine is chosen here and nowhere else; questions never know which one answers.
 */

import { openChdb } from './chdb-driver.ts'
import type { IndexDriver, Log } from './driver.ts'
import { ReportError } from './errors.ts'
import { openHttp } from './http-driver.ts'
import { indexOver, type ReportIndex } from './report-index.ts'

export const DEFAULT_DATABASE = 'daybook'

export type IndexEngine =
  | { kind: 'chdb'; directory: string }
  /** `http(s)://user:password@host:8123/` and, for a cluster, its name as the servers know it. */
  | { kind: 'http'; url: string; cluster?: string | undefined }

export interface OpenIndexOptions {
  engine: IndexEngine
  log: Log
  /** Letters, digits and underscores; `daybook` unless several indexes share a server. */
  database?: string | undefined
  /**
   * What happens to tables that another version made: they are refused, or, for a rebuild, an empty index takes their
   * place. Who replaces them has to follow the record from 0.
   */
  outdated?: 'refuse' | 'replace' | undefined
}

/**
 * @throws ReportError INDEX_IN_USE, INDEX_UNAVAILABLE, INDEX_OUTDATED, or REQUEST_INVALID for names that cannot be names
 */
export async function openIndex(options: OpenIndexOptions): Promise<ReportIndex> {
  const { engine, log } = options
  const database = checkedName(options.database ?? DEFAULT_DATABASE)
  const cluster =
    engine.kind === 'http' && engine.cluster !== undefined ? checkedName(engine.cluster) : undefined
  const started = performance.now()
  const driver: IndexDriver = engine.kind === 'chdb' ? openChdb(engine.directory) : openHttp(engine.url)
  try {
    const index = await indexOver(driver, { database, cluster }, options.outdated)
    log.info({ engine: engine.kind, ms: Math.round(performance.now() - started) }, 'index opened')
    return index
  } catch (error) {
    await driver.close()
    throw error
  }
}

function checkedName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(name)) return name
  throw new ReportError('REQUEST_INVALID', `Not a name for a database or cluster: ${name.slice(0, 80)}`)
}
