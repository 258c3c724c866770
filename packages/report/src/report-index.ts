/**
 * The index as the rest of the house sees it: load, ask, check, rebuild.
 * It is derived: everything in it can be dropped and loaded again from the record.
 */

import type { ExportColumn } from '@daybook/query'

import { withAdvice } from './advice.ts'
import type { IndexDriver } from './driver.ts'
import { ReportError } from './errors.ts'
import { streamParquet, streamPart } from './exports/part.ts'
import { planExport } from './exports/plan.ts'
import type { ExportPart, ExportPlan, ExportRowsRequest, ExportShape } from './exports/types.ts'
import { loadBlock } from './loader.ts'
import { askCounts, askPresent, removeStatement } from './questions/counts.ts'
import { askObserved } from './questions/observed.ts'
import { askDifferences, type DifferencesAnswer, type DifferencesRequest } from './questions/differences.ts'
import { askEntity, type EntityAnswer, type EntityRequest } from './questions/entity.ts'
import { askHistory } from './questions/history-changes.ts'
import type { HistoryAnswer, HistoryRequest } from './questions/history.ts'
import { askRelated, type RelatedAnswer, type RelatedRequest } from './questions/related.ts'
import { askGroups, type GroupsAnswer, type GroupsRequest } from './questions/groups.ts'
import { askRows } from './questions/rows.ts'
import { scan } from './questions/scan.ts'
import { askState, type StateAnswer, type StateRequest } from './questions/state.ts'
import { askSummary } from './questions/summary.ts'
import type { IndexRow } from './row.ts'
import {
  createStatements,
  dropStatements,
  entryTable,
  onCluster,
  schemaComment,
  storedTable,
  type SchemaPlace,
} from './schema.ts'
import { QUESTION_SETTINGS } from './settings.ts'
import type {
  ObservedAnswer,
  Range,
  RangeCount,
  RowsAnswer,
  RowsRequest,
  StoredRow,
  SummaryAnswer,
  SummaryRequest,
  TenantCount,
} from './types.ts'

/** Every method rejects with a ReportError. */
export interface ReportIndex {
  /**
   * Resolves when the block is on disk. The same entries with the same token go in once, also after a failure in between.
   * After `remove` a stretch needs a new token: the engine remembers the old one as done.
   */
  load(entries: readonly StoredRow[], token: string): Promise<void>
  /** How many entries of each range are there, for recovery. */
  present(ranges: readonly Range[]): Promise<RangeCount[]>
  /** Takes out every entry of the ranges; resolves when no question sees them any more. */
  remove(ranges: readonly Range[]): Promise<void>
  rows(request: RowsRequest): Promise<RowsAnswer>
  summary(request: SummaryRequest): Promise<SummaryAnswer>
  /** One level of groups; rows of a group: the same question with its value at the end of `path`. */
  groups(request: GroupsRequest): Promise<GroupsAnswer>
  /** One entity at a glance: its last name, its counts and the moments at which it may have changed. */
  entity(request: EntityRequest): Promise<EntityAnswer>
  /** Entries of one entity, page by page; those that bring only a state have their changes derived. */
  history(request: HistoryRequest): Promise<HistoryAnswer>
  /** An entity's attributes at a time, each with who set it. */
  state(request: StateRequest): Promise<StateAnswer>
  /** What belongs to one entry, in bounded lists with counts. */
  related(request: RelatedRequest): Promise<RelatedAnswer>
  /** The values whose share in a stretch of time differs most from the rest. */
  differences(request: DifferencesRequest): Promise<DifferencesAnswer>
  /** Every combination of application, entity and activity of a tenant. */
  observed(tenant: number): Promise<ObservedAnswer>
  /** Stored rows of one tenant in index order, each equal to `rowOf(entry)`; one that is there twice comes twice. */
  scan(tenant: number, from: number, to: number): AsyncIterable<IndexRow>
  /** How many rows an export has, and where it is cut into parts of about `partRows`. */
  exportPlan(request: ExportRowsRequest, partRows: number): Promise<ExportPlan>
  /** One part as bytes of its shape; the same part has the same bytes whenever it is asked for. */
  exportPart(request: ExportRowsRequest, part: ExportPart, shape: ExportShape): AsyncIterable<Buffer>
  /** All rows as one Parquet file, with the same bytes whenever it is asked for. */
  exportParquet(request: ExportRowsRequest, columns: readonly ExportColumn[]): AsyncIterable<Buffer>
  counts(): Promise<TenantCount[]>
  /** Empties the index, for a rebuild; forgets the tokens too. */
  drop(): Promise<void>
  /** Bytes on disk of the rows and their indexes. */
  size(): Promise<{ bytes: number; rows: number }>
  /** Rejects when the engine does not answer. */
  health(): Promise<void>
  close(): Promise<void>
}

/**
 * Makes the tables where they are missing and hands out the index over them.
 *
 * @throws ReportError INDEX_OUTDATED when the tables were made by another version
 */
export async function indexOver(
  driver: IndexDriver,
  place: SchemaPlace,
  outdated: 'refuse' | 'replace' = 'refuse',
): Promise<ReportIndex> {
  if (outdated === 'replace') await dropOutdated(driver, place)
  for (const statement of createStatements(place)) await driver.command(statement)
  const other = await otherVersion(driver, place)
  if (other !== undefined) {
    const message = `The index holds "${other}", this version needs "${schemaComment()}": rebuild it from the record`
    throw new ReportError('INDEX_OUTDATED', message)
  }
  return new DriverIndex(driver, place)
}

/** Killed in between, the next opening finds tables missing and makes them: an index that lost everything is followed from 0. */
async function dropOutdated(driver: IndexDriver, place: SchemaPlace): Promise<void> {
  if ((await otherVersion(driver, place)) === undefined) return
  for (const statement of dropStatements(place)) await driver.command(statement)
}

class DriverIndex implements ReportIndex {
  readonly #driver: IndexDriver
  readonly #place: SchemaPlace
  readonly #table: string

  constructor(driver: IndexDriver, place: SchemaPlace) {
    this.#driver = driver
    this.#place = place
    this.#table = entryTable(place)
  }

  async load(entries: readonly StoredRow[], token: string): Promise<void> {
    await loadBlock(this.#driver, this.#table, entries, token)
  }

  async present(ranges: readonly Range[]): Promise<RangeCount[]> {
    return askPresent(this.#driver, this.#table, ranges)
  }

  async remove(ranges: readonly Range[]): Promise<void> {
    for (const range of ranges) {
      const { sql, params } = removeStatement(storedTable(this.#place), onCluster(this.#place), range)
      await this.#driver.command(sql, params)
    }
  }

  async rows(request: RowsRequest): Promise<RowsAnswer> {
    const started = performance.now()
    const answer = await withAdvice(request, askRows(this.#driver, this.#table, request))
    return { ...answer, tookMs: since(started) }
  }

  async groups(request: GroupsRequest): Promise<GroupsAnswer> {
    const started = performance.now()
    const answer = await withAdvice(request, askGroups(this.#driver, this.#table, request))
    return { ...answer, tookMs: since(started) }
  }

  async summary(request: SummaryRequest): Promise<SummaryAnswer> {
    const started = performance.now()
    const answer = await withAdvice(request, askSummary(this.#driver, this.#table, request))
    return { ...answer, tookMs: since(started) }
  }

  async entity(request: EntityRequest): Promise<EntityAnswer> {
    const started = performance.now()
    const answer = await askEntity(this.#driver, this.#table, request)
    return { ...answer, tookMs: since(started) }
  }

  async history(request: HistoryRequest): Promise<HistoryAnswer> {
    const started = performance.now()
    const answer = await askHistory(this.#driver, this.#table, request)
    return { ...answer, tookMs: since(started) }
  }

  async state(request: StateRequest): Promise<StateAnswer> {
    const started = performance.now()
    const answer = await askState(this.#driver, this.#table, request)
    return { ...answer, tookMs: since(started) }
  }

  async related(request: RelatedRequest): Promise<RelatedAnswer> {
    const started = performance.now()
    const answer = await askRelated(this.#driver, this.#table, request)
    return { ...answer, tookMs: since(started) }
  }

  async differences(request: DifferencesRequest): Promise<DifferencesAnswer> {
    const started = performance.now()
    const answer = await askDifferences(this.#driver, this.#table, request)
    return { ...answer, tookMs: since(started) }
  }

  async observed(tenant: number): Promise<ObservedAnswer> {
    const started = performance.now()
    const answer = await askObserved(this.#driver, this.#table, tenant)
    return { ...answer, tookMs: since(started) }
  }

  scan(tenant: number, from: number, to: number): AsyncIterable<IndexRow> {
    return scan(this.#driver, this.#table, tenant, from, to)
  }

  async exportPlan(request: ExportRowsRequest, partRows: number): Promise<ExportPlan> {
    return planExport(this.#driver, this.#table, request, partRows)
  }

  exportPart(request: ExportRowsRequest, part: ExportPart, shape: ExportShape): AsyncIterable<Buffer> {
    return streamPart(this.#driver, this.#table, request, part, shape)
  }

  exportParquet(request: ExportRowsRequest, columns: readonly ExportColumn[]): AsyncIterable<Buffer> {
    return streamParquet(this.#driver, this.#table, request, columns)
  }

  async counts(): Promise<TenantCount[]> {
    return askCounts(this.#driver, this.#table)
  }

  async drop(): Promise<void> {
    for (const statement of dropStatements(this.#place)) await this.#driver.command(statement)
    for (const statement of createStatements(this.#place)) await this.#driver.command(statement)
  }

  async size(): Promise<{ bytes: number; rows: number }> {
    const sql = `SELECT sum(bytes_on_disk) AS bytes, sum(rows) AS rows
FROM system.parts
WHERE database = {database:String} AND table IN ('entry', 'entry_shard') AND active
${QUESTION_SETTINGS}`
    const [answer] = await this.#driver.query<{ bytes: number; rows: number }>(sql, {
      database: this.#place.database,
    })
    return answer ?? { bytes: 0, rows: 0 }
  }

  async health(): Promise<void> {
    await this.#driver.query(`SELECT 1 AS one ${QUESTION_SETTINGS}`)
  }

  async close(): Promise<void> {
    await this.#driver.close()
  }
}

/** What tables of another version say about themselves. */
async function otherVersion(driver: IndexDriver, place: SchemaPlace): Promise<string | undefined> {
  const sql = `SELECT name, comment FROM system.tables
WHERE database = {database:String} AND name IN ('entry', 'entry_shard')
${QUESTION_SETTINGS}`
  const tables = await driver.query<{ name: string; comment: string }>(sql, { database: place.database })
  return tables.find(table => table.comment !== schemaComment())?.comment
}

function since(started: number): number {
  return Math.round((performance.now() - started) * 10) / 10
}
