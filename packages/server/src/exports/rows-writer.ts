/**
 * Writes the rows of an export to a file part by part, so that a crash costs one part.
 * A part counts once it is on disk and the record says so; whatever lies behind the last such part is cut off and written again.
 */
import { createHash, type Hash } from 'node:crypto'
import { copyFile, type FileHandle, open, rename, truncate } from 'node:fs/promises'
import { dirname } from 'node:path'

import type { JsonObject } from '@daybook/event'
import type { ExportPart, ExportPlan, ExportRowsRequest, ExportShape, ReportIndex } from '@daybook/report'

import { csvHead } from './assemble/csv.ts'
import { writeAll } from './assemble/out-file.ts'
import type { TableTask } from './assemble/task.ts'
import { ExportJobError } from './failure.ts'
import { letGo, oneAhead } from './one-ahead.ts'
import { PRIVATE_FILE, removeFiles, sizeOf, syncDirectory } from './files.ts'

/** How far the file is: whole parts, where the last of them ends, and whose file it is. */
export interface RowsWork {
  parts: number
  bytes: number
  epoch: number
  /** names the rows: what was hidden from the reader, and where they are cut */
  basis: string
}

export interface RowsWriterDeps {
  index: Pick<ReportIndex, 'exportPart'>
  epoch: number
  pathOf: (epoch: number) => string
  /** see RowsWork */
  basis: string
  /** Nobody else can be writing to the file of an earlier holder. */
  exclusive: boolean
  /** as it was recorded last */
  work: JsonObject | undefined
  signal: AbortSignal
  /** a part is on disk, and nobody knows yet */
  written: () => void
  /** bytes that the file may have */
  bytesLeft: () => Promise<number>
  record: (rows: number, total: number, work: RowsWork) => Promise<void>
}

export class RowsWriter {
  readonly #deps: RowsWriterDeps
  /** The next part: the engine makes it while this one goes to the disk. */
  #ahead: AsyncGenerator<Buffer> | undefined

  constructor(deps: RowsWriterDeps) {
    this.#deps = deps
  }

  /** @param head of CSV: its options. Answers the hash only if all of it was written now. */
  async write(
    request: ExportRowsRequest,
    plan: ExportPlan,
    shape: ExportShape,
    head?: TableTask['csv'],
  ): Promise<{ bytes: number; sha256?: string }> {
    const { epoch, pathOf } = this.#deps
    const work = await this.#resumed()
    const hash = work.parts === 0 ? createHash('sha256') : undefined
    const file = await open(pathOf(epoch), 'a', PRIVATE_FILE)
    try {
      await syncDirectory(dirname(pathOf(epoch)))
      if (work.bytes === 0 && shape.kind === 'csv' && head !== undefined)
        work.bytes += await put(file, hash, Buffer.from(csvHead(shape.columns, head)))
      // Also what was taken over from an earlier holder must be on disk before the record names this file.
      await file.datasync()
      for (
        let rows = rowsOf(plan, work.parts);
        work.parts < plan.parts.length;
        rows = rowsOf(plan, work.parts)
      ) {
        await this.#deps.record(rows, plan.rows, { ...work })
        await this.#writePart(file, hash, request, plan, shape, work)
      }
      await this.#deps.record(plan.rows, plan.rows, { ...work })
    } finally {
      await letGo(this.#ahead)
      await file.close()
    }
    return { bytes: work.bytes, ...(hash === undefined ? {} : { sha256: hash.digest('hex') }) }
  }

  async #writePart(
    file: FileHandle,
    hash: Hash | undefined,
    request: ExportRowsRequest,
    plan: ExportPlan,
    shape: ExportShape,
    work: RowsWork,
  ): Promise<void> {
    const part = plan.parts[work.parts]
    if (part === undefined) return
    const bytesMax = await this.#deps.bytesLeft()
    const counter = new LineCounter()
    const read = (one: ExportPart) => oneAhead(this.#deps.index.exportPart(request, one, shape))
    const chunks = this.#ahead ?? read(part)
    this.#ahead = undefined
    for await (const chunk of chunks) {
      this.#deps.signal.throwIfAborted()
      if (shape.kind !== 'csv') counter.take(chunk)
      work.bytes += await put(file, hash, chunk)
      if (work.bytes > bytesMax) throw new ExportJobError('EXPORT_STORAGE_FULL')
    }
    // Lines of CSV cannot be counted so: texts may hold line ends.
    if (shape.kind !== 'csv' && counter.lines !== part.rows) throw new ExportJobError('EXPORT_CHANGED')
    const next = plan.parts[work.parts + 1]
    if (next !== undefined) this.#ahead = read(next)
    await file.datasync()
    this.#deps.written()
    work.parts++
  }

  /** Where to go on, in a file of our own. One that is not what the record says is begun anew. */
  async #resumed(): Promise<RowsWork> {
    const { epoch, pathOf, exclusive, basis } = this.#deps
    const known = readWork(this.#deps.work)
    const size = known === undefined ? undefined : await sizeOf(pathOf(known.epoch))
    if (
      known === undefined ||
      known.parts === 0 ||
      known.basis !== basis ||
      size === undefined ||
      size < known.bytes
    ) {
      await removeFiles(pathOf(epoch))
      return { parts: 0, bytes: 0, epoch, basis }
    }
    if (exclusive) await rename(pathOf(known.epoch), pathOf(epoch))
    else await copyFile(pathOf(known.epoch), pathOf(epoch))
    await truncate(pathOf(epoch), known.bytes)
    return { ...known, epoch }
  }
}

function readWork(work: JsonObject | undefined): RowsWork | undefined {
  const { parts, bytes, epoch, basis } = work ?? {}
  const numbers = typeof parts === 'number' && typeof bytes === 'number' && typeof epoch === 'number'
  return numbers && typeof basis === 'string' ? { parts, bytes, epoch, basis } : undefined
}

function rowsOf({ parts }: ExportPlan, count: number): number {
  return parts.slice(0, count).reduce((sum, part) => sum + part.rows, 0)
}

async function put(file: FileHandle, hash: Hash | undefined, chunk: Uint8Array): Promise<number> {
  hash?.update(chunk)
  await writeAll(file, chunk)
  return chunk.length
}

class LineCounter {
  lines = 0

  take(chunk: Buffer): void {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) this.lines++
  }
}
