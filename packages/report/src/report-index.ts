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
import { wronglyDerived } from './derive/wrongly-derived.ts'
import { deriveBlock } from './derive/derive-block.ts'
import { loadBlock } from './loader.ts'
import { KnownMonths } from './months.ts'
import { askCounts, askPresent, removeStatement } from './questions/counts.ts'
import { askObserved } from './questions/observed.ts'
import { askDifferences, type DifferencesAnswer, type DifferencesRequest } from './questions/differences.ts'
import { askEntity, type EntityAnswer, type EntityRequest } from './questions/entity.ts'
import { askHistory } from './questions/history-changes.ts'
import type { HistoryAnswer, HistoryRequest } from './questions/history.ts'
import { askRelated, type RelatedAnswer, type RelatedRequest } from './questions/related.ts'
import { askGroups, type GroupsAnswer } from './questions/groups.ts'
import type { GroupsRequest } from './questions/groups-request.ts'
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
  statedTable,
  storedStatedTable,
  storedTable,
  type SchemaPlace,
  wholeTable,
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
  /**
   * Works out what changed in entries that bring only a state, as far as these entries say something about it. All of them
   * MUST be in the index. `version` is the index behind the last of them. May be done again at any time.
   */
  derive(entries: readonly StoredRow[], version: number, token: string): Promise<{ rows: number }>
  /** Rows below an index whose derived changes are not those that follow from the entries. */
  wronglyDerived(tenant: number, upTo: number): AsyncIterable<{ index: number; id: string }>
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

/** How long it is believed that a tenant has no stated rows, when others may load them. */
const STATED_MS = 1000

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
  readonly #months: KnownMonths
  /** Tenants with stated rows: true, or when there were none (performance.now() ms). */
  readonly #stated = new Map<number, true | number>()

  constructor(driver: IndexDriver, place: SchemaPlace) {
    this.#driver = driver
    this.#place = place
    this.#months = new KnownMonths(driver, place)
  }

  async load(entries: readonly StoredRow[], token: string): Promise<void> {
    const tables = { entry: entryTable(this.#place), stated: statedTable(this.#place) }
    // Noted before: whoever asks while rows go in must look where they may be.
    await loadBlock(this.#driver, tables, entries, token, tenant => this.#stated.set(tenant, true))
  }

  async derive(entries: readonly StoredRow[], version: number, token: string): Promise<{ rows: number }> {
    const tenant = entries[0]?.tenant
    if (tenant === undefined || !(await this.#hasStated(tenant))) return { rows: 0 }
    return deriveBlock(this.#driver, this.#place, entries, version, token)
  }

  async *wronglyDerived(tenant: number, upTo: number): AsyncIterable<{ index: number; id: string }> {
    if (await this.#hasStated(tenant)) yield* wronglyDerived(this.#driver, this.#place, tenant, upTo)
  }

  /** Where a tenant's questions look: only who has stated rows pays for their being elsewhere. */
  async #tableOf(tenant: number): Promise<string> {
    return (await this.#hasStated(tenant)) ? wholeTable(this.#place) : entryTable(this.#place)
  }

  async #hasStated(tenant: number): Promise<boolean> {
    const known = this.#stated.get(tenant)
    if (known === true || (known !== undefined && performance.now() - known < STATED_MS))
      return known === true
    const sql = `SELECT 1 AS one FROM ${statedTable(this.#place)} WHERE tenant = {tenant:UInt32} LIMIT 1
${QUESTION_SETTINGS}`
    const asked = performance.now()
    const found = (await this.#driver.query(sql, { tenant })).length > 0
    if (found || this.#stated.get(tenant) !== true) this.#stated.set(tenant, found || asked)
    return found || this.#stated.get(tenant) === true
  }

  async present(ranges: readonly Range[]): Promise<RangeCount[]> {
    const counts: RangeCount[] = []
    for (const range of ranges)
      counts.push(...(await askPresent(this.#driver, await this.#tableOf(range.tenant), [range])))
    return counts
  }

  async remove(ranges: readonly Range[]): Promise<void> {
    for (const range of ranges) {
      for (const table of [storedTable(this.#place), storedStatedTable(this.#place)]) {
        const { sql, params } = removeStatement(table, onCluster(this.#place), range)
        await this.#driver.command(sql, params)
      }
    }
  }

  async rows(request: RowsRequest): Promise<RowsAnswer> {
    const started = performance.now()
    const answer = await withAdvice(
      request,
      askRows(this.#driver, await this.#tableOf(request.tenant), await this.#months.months(), request),
    )
    return { ...answer, tookMs: since(started) }
  }

  async groups(request: GroupsRequest): Promise<GroupsAnswer> {
    const started = performance.now()
    const answer = await withAdvice(
      request,
      askGroups(this.#driver, await this.#tableOf(request.tenant), request),
    )
    return { ...answer, tookMs: since(started) }
  }

  async summary(request: SummaryRequest): Promise<SummaryAnswer> {
    const started = performance.now()
    const answer = await withAdvice(
      request,
      askSummary(this.#driver, await this.#tableOf(request.tenant), request),
    )
    return { ...answer, tookMs: since(started) }
  }

  async entity(request: EntityRequest): Promise<EntityAnswer> {
    const started = performance.now()
    const answer = await askEntity(this.#driver, await this.#tableOf(request.tenant), request)
    return { ...answer, tookMs: since(started) }
  }

  async history(request: HistoryRequest): Promise<HistoryAnswer> {
    const started = performance.now()
    const answer = await askHistory(this.#driver, await this.#tableOf(request.tenant), request)
    return { ...answer, tookMs: since(started) }
  }

  async state(request: StateRequest): Promise<StateAnswer> {
    const started = performance.now()
    const answer = await askState(this.#driver, await this.#tableOf(request.tenant), request)
    return { ...answer, tookMs: since(started) }
  }

  async related(request: RelatedRequest): Promise<RelatedAnswer> {
    const started = performance.now()
    const answer = await askRelated(this.#driver, await this.#tableOf(request.tenant), request)
    return { ...answer, tookMs: since(started) }
  }

  async differences(request: DifferencesRequest): Promise<DifferencesAnswer> {
    const started = performance.now()
    const answer = await askDifferences(this.#driver, await this.#tableOf(request.tenant), request)
    return { ...answer, tookMs: since(started) }
  }

  async observed(tenant: number): Promise<ObservedAnswer> {
    const started = performance.now()
    const answer = await askObserved(this.#driver, await this.#tableOf(tenant), tenant)
    return { ...answer, tookMs: since(started) }
  }

  async *scan(tenant: number, from: number, to: number): AsyncIterable<IndexRow> {
    yield* scan(this.#driver, await this.#tableOf(tenant), tenant, from, to)
  }

  async exportPlan(request: ExportRowsRequest, partRows: number): Promise<ExportPlan> {
    return planExport(this.#driver, await this.#tableOf(request.tenant), request, partRows)
  }

  async *exportPart(request: ExportRowsRequest, part: ExportPart, shape: ExportShape): AsyncIterable<Buffer> {
    yield* streamPart(this.#driver, await this.#tableOf(request.tenant), request, part, shape)
  }

  async *exportParquet(request: ExportRowsRequest, columns: readonly ExportColumn[]): AsyncIterable<Buffer> {
    yield* streamParquet(this.#driver, await this.#tableOf(request.tenant), request, columns)
  }

  async counts(): Promise<TenantCount[]> {
    return askCounts(this.#driver, wholeTable(this.#place))
  }

  async drop(): Promise<void> {
    for (const statement of dropStatements(this.#place)) await this.#driver.command(statement)
    for (const statement of createStatements(this.#place)) await this.#driver.command(statement)
    this.#stated.clear()
  }

  async size(): Promise<{ bytes: number; rows: number }> {
    const sql = `SELECT sum(bytes_on_disk) AS bytes, sum(rows) AS rows
FROM system.parts
WHERE database = {database:String} AND table IN ('entry', 'entry_shard', 'stated', 'stated_shard') AND active
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
WHERE database = {database:String} AND name IN ('entry', 'entry_shard', 'stated', 'stated_shard')
${QUESTION_SETTINGS}`
  const tables = await driver.query<{ name: string; comment: string }>(sql, { database: place.database })
  return tables.find(table => table.comment !== schemaComment())?.comment
}

function since(started: number): number {
  return Math.round((performance.now() - started) * 10) / 10
}
