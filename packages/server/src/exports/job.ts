/**
 * One export, from its claim to its file. Done in steps, each of which may be done again.
 *
 * What a crash leaves after each step, and who repairs it (always: whoever claims the job next):
 *   1. claimed                  nothing; its lease ends, or the same owner takes it up at once
 *   2. entry "Request export"   told; telling it again tells nothing twice
 *   3. waited for the index     nothing
 *   4. plan                     nothing: the same plan comes again, since entries below `upTo` never change. Where it does
 *                               not (changes of states were worked out again), the rows are begun anew
 *   5. part written and synced  bytes behind what the row says; they are cut off and the part is written again
 *   6. part recorded            a file that ends behind a whole part; the next one follows
 *   7. put together             a file under its unfinished name, or its final one without a row that says so; made again,
 *                               with the same bytes, because it depends on the request and the rows alone
 *   8. entry "Finish export"    told, with the hash; the same hash comes again and is told once
 *   9. row is ready             everything; what only the making needed is removed by the sweep
 * A file that is shorter than the row says (another machine's disk, a restored backup) is begun anew.
 */
import { createHash } from 'node:crypto'

import type { ExportFormat } from '@daybook/query'
import type { JsonObject } from '@daybook/event'
import type { ClaimedExport, EventRecord } from '@daybook/record'
import type { ExportPlan, ExportRowsRequest, ReportIndex } from '@daybook/report'

import { DERIVE_FOLLOWER, type Followers, INDEX_FOLLOWER } from '../follow/index.ts'
import type { AssembleTask, Assembled, RowsFile } from './assemble/task.ts'
import type { ExportEntries } from './entries.ts'
import { ExportJobError } from './failure.ts'
import { makeDirectory, moveFile, removeOthers, syncDirectory } from './files.ts'
import { coverLines, manifestFor } from './manifest.ts'
import { writeParquet } from './parquet.ts'
import { type ExportPaths, pathsOf } from './paths.ts'
import { pdfTask } from './pdf-task.ts'
import type { PositionReader } from './position.ts'
import { type ExportQuestion, questionOf } from './question.ts'
import type { Masking, Sight } from '../masking.ts'
import { hiddenProblem } from './hidden.ts'
import { rightsOf, type SubjectRights } from './rights.ts'
import { RowsWriter } from './rows-writer.ts'
import type { ExportSettings } from './settings.ts'
import { requestOf } from './view.ts'
import { spansOf } from './zone-spans.ts'

/** Share of the work that reading rows is, where a file is put together from them afterwards. */
const READING_SHARE = 0.3
const TELL_EVERY_MS = 500

/** Behind which of the steps above: 5, 6, the putting together and the renaming of 7, 8. */
export type ExportStep = 'written' | 'recorded' | 'assembled' | 'moved' | 'told'

export interface JobDeps {
  record: EventRecord
  index: ReportIndex
  masking: Masking
  followers: Pick<Followers, 'waitFor' | 'position'>
  clock: () => number
  entries: ExportEntries
  positions: PositionReader
  settings: ExportSettings
  assemble: (task: AssembleTask, signal: AbortSignal, onRows: (rows: number) => void) => Promise<Assembled>
  /** Something about an export has changed. */
  changed: () => void
  /** Called behind each step: tests end the process there. */
  onStep?: (step: ExportStep) => void
}

export class ExportJob {
  readonly #deps: JobDeps
  readonly #row: ClaimedExport
  readonly #signal: AbortSignal
  readonly #question: ExportQuestion
  readonly #format: ExportFormat
  readonly #paths: ExportPaths
  #sight: Sight | undefined
  #hiddenDigest = ''

  /** @param signal aborted when the job is no longer ours, or the server stops */
  constructor(deps: JobDeps, row: ClaimedExport, signal: AbortSignal) {
    this.#deps = deps
    this.#row = row
    this.#signal = signal
    this.#question = questionOf(requestOf(row), row.tenant, row.upTo)
    this.#format = requestOf(row).format
    this.#paths = pathsOf(deps.settings.directory, row.id, this.#format)
  }

  /** Resolves when the export is ready. Rejects with whatever went wrong: see failure.ts. */
  async run(): Promise<void> {
    const { entries, settings } = this.#deps
    const rights = await rightsOf(this.#deps, this.#row.tenant, this.#row.subject)
    this.#see(rights)
    await entries.requested(this.#row, this.#question.words)
    await this.#waitForIndex()
    await makeDirectory(this.#paths.directory)
    await syncDirectory(settings.directory)
    const { rows, assembled } = await this.#make()
    this.#deps.onStep?.('moved')
    this.#signal.throwIfAborted()
    await this.#finish(rows, assembled)
  }

  /** From here on the question and the rows are those of somebody who sees so much. */
  #see({ read, sight, hiddenDigest }: SubjectRights): void {
    if (!read) throw new ExportJobError('EXPORT_NOT_ALLOWED')
    const problem = hiddenProblem(sight, this.#question)
    if (problem !== undefined) throw new ExportJobError('EXPORT_NOT_ALLOWED', problem)
    this.#sight = sight
    this.#hiddenDigest = hiddenDigest
  }

  async #make(): Promise<{ rows: { all: number; inFile: number }; assembled: Assembled }> {
    const { index, settings } = this.#deps
    if (this.#format === 'pdf') return this.#makePdf()
    const request = this.#rowsRequest()
    const plan = await index.exportPlan(request, settings.partRows)
    const rows = { all: plan.rows, inFile: plan.rows }
    if (!this.#isDirect()) return { rows, assembled: await this.#makeFromRows(request, plan) }
    const assembled =
      this.#format === 'csv' ? await this.#makeCsv(request, plan) : await this.#makeParquet(request)
    // The engine's own files are not read here: what went out of the index meanwhile shows in the number of rows that are left.
    const { rows: left } = await index.exportPlan(request, Infinity)
    if (left !== plan.rows) throw new ExportJobError('EXPORT_CHANGED')
    return { rows, assembled }
  }

  async #makeParquet(request: ExportRowsRequest): Promise<Assembled> {
    return writeParquet(
      this.#deps.index.exportParquet(request, this.#question.columns),
      this.#paths.unfinished(this.#row.epoch),
      this.#paths.file,
      await this.#bytesLeft(),
      this.#signal,
    )
  }

  async #makeCsv(request: ExportRowsRequest, plan: ExportPlan): Promise<Assembled> {
    const { columns, csv } = this.#question
    const clock = spansOf(this.#question.zone, plan)
    const { separator, guardFormulas } = csv
    const writer = this.#rowsWriter(1, plan)
    const written = await writer.write(
      request,
      plan,
      { kind: 'csv', columns, separator, guardFormulas, clock },
      csv,
    )
    await moveFile(this.#paths.rows(this.#row.epoch), this.#paths.file)
    if (written.sha256 !== undefined) return { bytes: written.bytes, sha256: written.sha256 }
    return this.#deps.assemble({ kind: 'hash', file: this.#paths.file }, this.#signal, () => {})
  }

  /** Rows are read to a file of their own first, and the export is put together from that in a thread. */
  async #makeFromRows(request: ExportRowsRequest, plan: ExportPlan): Promise<Assembled> {
    const { columns } = this.#question
    const source = this.#format === 'xlsx' && this.#isPlain() ? 'cells' : 'rows'
    const writer = this.#rowsWriter(READING_SHARE, plan)
    const { bytes } = await writer.write(
      request,
      plan,
      source === 'cells' ? { kind: 'cells', columns } : { kind: 'rows' },
    )
    const told = new Throttled(TELL_EVERY_MS, (rows: number) => {
      const done = Math.floor(plan.rows * READING_SHARE + rows * (1 - READING_SHARE))
      return this.#record(done, plan.rows, bytes, {
        parts: plan.parts.length,
        bytes,
        epoch: this.#row.epoch,
        basis: this.#basis(plan),
      })
    })
    const assembled = await this.#deps.assemble(await this.#task(source, plan), this.#signal, rows =>
      told.tell(rows),
    )
    await told.end()
    this.#deps.onStep?.('assembled')
    const left = await this.#bytesLeft()
    if (bytes + assembled.bytes > left) throw new ExportJobError('EXPORT_STORAGE_FULL')
    await moveFile(this.#paths.unfinished(this.#row.epoch), this.#paths.file)
    return assembled
  }

  async #task(source: RowsFile['source'], plan: ExportPlan): Promise<AssembleTask> {
    const { base, layout, columns, csv, zone } = this.#question
    const tenant = await this.#tenantName()
    const rows: RowsFile = {
      path: this.#paths.rows(this.#row.epoch),
      source,
      base,
      hidden: this.#sight?.hidden ?? [],
      ...(layout === undefined ? {} : { layout: layout.id }),
      tenant,
    }
    const out = this.#paths.unfinished(this.#row.epoch)
    if (this.#format === 'ndjson') return { kind: 'ndjson', rows, out }
    if (this.#format === 'parquet') return { kind: 'parquet', rows, out, columns }
    const position = await this.#position()
    const cover = coverLines(this.#row, this.#question, position, tenant)
    const kind = this.#format === 'xlsx' ? 'xlsx' : 'csv'
    return { kind, rows, out, columns, clock: spansOf(zone, plan), csv, cover }
  }

  async #makePdf(): Promise<{ rows: { all: number; inFile: number }; assembled: Assembled }> {
    const tenant = await this.#tenantName()
    const { task, rows } = await pdfTask(this.#deps.index, this.#question, this.#sight, {
      tenant,
      lines: coverLines(this.#row, this.#question, await this.#position(), tenant),
      out: this.#paths.unfinished(this.#row.epoch),
      createdAt: this.#row.createdAt,
    })
    const assembled = await this.#deps.assemble(task, this.#signal, () => {})
    if (assembled.bytes > (await this.#bytesLeft())) throw new ExportJobError('EXPORT_STORAGE_FULL')
    await moveFile(this.#paths.unfinished(this.#row.epoch), this.#paths.file)
    return { rows, assembled }
  }

  async #finish(rows: { all: number; inFile: number }, assembled: Assembled): Promise<void> {
    const { record, entries, clock, settings, changed } = this.#deps
    const finishedAt = clock()
    const expiresAt = finishedAt + settings.keepMs
    const manifest = manifestFor({
      row: this.#row,
      question: this.#question,
      position: await this.#position(),
      tenantName: await this.#tenantName(),
      rows,
      hiddenDigest: this.#hiddenDigest,
      assembled,
      finishedAt,
      expiresAt,
    })
    await entries.finished(this.#row, manifest)
    this.#deps.onStep?.('told')
    const { id, epoch } = this.#row
    const result = { rows: rows.inFile, bytes: assembled.bytes, finishedAt, expiresAt }
    const json = manifest as unknown as JsonObject
    if (!(await record.exports.finish(id, epoch, { ...result, manifest: json }))) throw lost()
    changed()
    await removeOthers(this.#paths.directory, this.#paths.file)
  }

  async #waitForIndex(): Promise<void> {
    const { followers } = this.#deps
    const { tenant, upTo } = this.#row
    // Also what changed in entries that bring only a state: a part before and a part after that would be of two reports.
    for (const follower of [INDEX_FOLLOWER, DERIVE_FOLLOWER]) {
      const reached =
        upTo === 0 || (await followers.waitFor(follower, tenant, upTo - 1, this.#deps.settings.indexWaitMs))
      this.#signal.throwIfAborted()
      if (!reached) throw new IndexBehind(`${follower} is behind ${upTo}`)
    }
  }

  /** Whoever finds rows on disk that were read on another basis begins anew. */
  #basis({ rows, parts }: ExportPlan): string {
    const cuts = parts.map(({ to }) => to ?? null)
    return createHash('sha256')
      .update(JSON.stringify([this.#hiddenDigest, rows, cuts]))
      .digest('base64url')
  }

  #rowsWriter(share: number, plan: ExportPlan): RowsWriter {
    return new RowsWriter({
      index: this.#deps.index,
      epoch: this.#row.epoch,
      basis: this.#basis(plan),
      pathOf: epoch => this.#paths.rows(epoch),
      exclusive: this.#deps.settings.exclusive,
      work: this.#row.work,
      signal: this.#signal,
      written: () => this.#deps.onStep?.('written'),
      bytesLeft: async () => this.#bytesLeft(),
      record: async (rows, total, work) =>
        this.#record(Math.floor(rows * share), total, work.bytes, { ...work }),
    })
  }

  #rowsRequest(): ExportRowsRequest {
    const { summary, sort, order } = this.#question
    const hidden = this.#sight?.hidden
    return { ...summary, sort, order, ...(hidden === undefined ? {} : { hidden }) }
  }

  /** The engine writes the file itself. */
  #isDirect(): boolean {
    return (this.#format === 'csv' || this.#format === 'parquet') && this.#isPlain()
  }

  /** Cells may come from the engine as they are. */
  #isPlain(): boolean {
    return this.#question.layout === undefined && this.#hiddenDigest === ''
  }

  async #record(rowsDone: number, rowsTotal: number, bytes: number, work: JsonObject): Promise<void> {
    const { id, epoch } = this.#row
    if (!(await this.#deps.record.exports.step(id, epoch, { rowsDone, rowsTotal, bytes, work }))) throw lost()
    this.#deps.changed()
    this.#deps.onStep?.('recorded')
  }

  /** Bytes that this export may take beside the tenant's others. */
  async #bytesLeft(): Promise<number> {
    const { record, settings } = this.#deps
    const [all, own] = await Promise.all([
      record.exports.storedBytes(this.#row.tenant),
      record.exports.find(this.#row.tenant, this.#row.id),
    ])
    return settings.bytesMax - all + (own?.bytes ?? 0)
  }

  async #position(): ReturnType<PositionReader['before']> {
    return this.#deps.positions.before(this.#row.tenant, this.#row.upTo)
  }

  async #tenantName(): Promise<string> {
    const tenants = await this.#deps.record.tenants.list()
    return tenants.find(({ id }) => id === this.#row.tenant)?.name ?? String(this.#row.tenant)
  }
}

/** The index has not got to the export's entry: the place is given to others for a while. */
export class IndexBehind extends Error {
  override readonly name = 'IndexBehind'
}

export class JobLost extends Error {
  override readonly name = 'JobLost'
}

/** Cancelled, removed, or another's by now: nothing is left to say about it. */
function lost(): JobLost {
  return new JobLost('the export is no longer ours')
}

/** Tells the newest value, not more often than every so many ms, one at a time; what goes wrong is heard at the end. */
class Throttled {
  readonly #everyMs: number
  readonly #say: (value: number) => Promise<void>
  #lastAt = 0
  #saying: Promise<void> = Promise.resolve()
  #error: unknown

  constructor(everyMs: number, say: (value: number) => Promise<void>) {
    this.#everyMs = everyMs
    this.#say = say
  }

  tell(value: number): void {
    const now = performance.now()
    if (now - this.#lastAt < this.#everyMs) return
    this.#lastAt = now
    this.#saying = this.#saying
      .then(() => this.#say(value))
      .catch((error: unknown) => {
        this.#error = error
      })
  }

  async end(): Promise<void> {
    await this.#saying
    if (this.#error !== undefined) throw this.#error
  }
}
