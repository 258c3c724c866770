/**
 * The file of rejected lines: one JSON object per line with the line's number, what is wrong, and the line itself.
 * Invariant: after a crash it holds no line twice, because an import that goes on first cuts it to the length of its position.
 */
import { access, constants, open, truncate, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { CliError } from '../errors.ts'
import type { RejectedLine } from './batcher.ts'

export class Rejects {
  readonly path: string
  #file: FileHandle | undefined
  #bytes: number

  /** `keptBytes` were written by an earlier run. The file is made only when a line is rejected. */
  constructor(path: string, keptBytes: number) {
    this.path = path
    this.#bytes = keptBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Throws 'REJECTS_UNWRITABLE'. */
  async write(lines: readonly RejectedLine[]): Promise<void> {
    if (lines.length === 0) return
    const text = lines.map(line => `${JSON.stringify(line)}\n`).join('')
    try {
      this.#file ??= await this.#open()
      await this.#file.appendFile(text)
      await this.#file.datasync()
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new CliError('REJECTS_UNWRITABLE', `${reason}; name another one with --rejects`, { cause })
    }
    this.#bytes += Buffer.byteLength(text)
  }

  async close(): Promise<void> {
    await this.#file?.close()
    this.#file = undefined
  }

  async #open(): Promise<FileHandle> {
    if (this.#bytes === 0) return open(this.path, 'w')
    await truncate(this.path, this.#bytes)
    return open(this.path, 'a')
  }
}

/** Beside the file where that may be written, else in the working directory. */
export async function rejectsPathFor(path: string): Promise<string> {
  if (path === '-') return resolve('stdin.rejected.ndjson')
  const beside = `${path}.rejected.ndjson`
  try {
    await access(dirname(resolve(path)), constants.W_OK)
    return beside
  } catch {
    return join(process.cwd(), basename(beside))
  }
}
