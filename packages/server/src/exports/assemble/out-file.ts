/** A new file that is hashed while it is written, and on disk when it is closed. */
import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'

import { PRIVATE_FILE } from '../files.ts'

export interface Written {
  bytes: number
  sha256: string
}

export class OutFile {
  readonly #file: FileHandle
  readonly #hash = createHash('sha256')
  #bytes = 0

  private constructor(file: FileHandle) {
    this.#file = file
  }

  static async create(path: string): Promise<OutFile> {
    return new OutFile(await open(path, 'w', PRIVATE_FILE))
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk)
    await writeAll(this.#file, chunk)
    this.#bytes += chunk.length
  }

  async end(): Promise<Written> {
    await this.#file.sync()
    await this.#file.close()
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') }
  }
}

/** A write may take less than it was given. */
export async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let done = 0
  while (done < chunk.length) done += (await file.write(chunk, done, chunk.length - done)).bytesWritten
}
