/**
 * Opens a file or standard input as bytes, decompressed on the fly.
 * Invariant: what is read is counted before decompression, so that progress is a share of the file's own size.
 */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { ConnectorError } from '../errors.ts'
import type { ByteStream } from '../source.ts'
import { decompressed } from './decompress.ts'

export interface Input {
  /** As it was named; `-` is standard input. */
  path: string
  bytes: ByteStream
  /** Of the file as it lies on disk; undefined for standard input and pipes. */
  size: number | undefined
  modifiedMs: number | undefined
  /** How much of `size` was read so far. */
  read: () => number
}

const CHUNK_BYTES = 256 * 1024

/** Throws 'INPUT_UNREADABLE' when the file is not there, is a directory or may not be read. */
export async function openInput(path: string, stdin: Readable = process.stdin): Promise<Input> {
  if (path === '-') {
    const counted = countBytes(stdin as AsyncIterable<Uint8Array>)
    return {
      path,
      bytes: decompressed(counted.bytes),
      size: undefined,
      modifiedMs: undefined,
      read: counted.read,
    }
  }
  const status = await stat(path).catch((cause: unknown) => {
    throw new ConnectorError('INPUT_UNREADABLE', `${path}: ${reason(cause)}`, { cause })
  })
  if (status.isDirectory()) throw new ConnectorError('INPUT_UNREADABLE', `${path} is a directory`)
  const counted = countBytes(createReadStream(path, { highWaterMark: CHUNK_BYTES }))
  return {
    path,
    bytes: decompressed(counted.bytes),
    size: status.isFile() ? status.size : undefined,
    modifiedMs: status.isFile() ? status.mtimeMs : undefined,
    read: counted.read,
  }
}

function countBytes(stream: AsyncIterable<Uint8Array>): { bytes: ByteStream; read: () => number } {
  let total = 0
  async function* counted(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of stream) {
        total += chunk.length
        yield chunk
      }
    } catch (cause) {
      throw new ConnectorError('INPUT_UNREADABLE', reason(cause), { cause })
    }
  }
  return { bytes: counted(), read: () => total }
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
