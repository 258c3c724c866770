/**
 * Recognises gzip and zstd by their first bytes, whatever the file is called, and undoes them.
 * Invariant: a file made of several compressed pieces one after the other is read to its end, and a cut one is an error.
 */
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { ConnectorError } from '../errors.ts'
import type { ByteStream } from '../source.ts'

type Kind = 'plain' | 'gzip' | 'zstd'
const MAGIC_BYTES = 4

/** Throws 'INPUT_TRUNCATED' and 'INPUT_NOT_COMPRESSED' while being read. */
export async function* decompressed(bytes: ByteStream): AsyncGenerator<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]()
  const head = await readHead(iterator)
  const whole = chunks(head, iterator)
  const kind = kindOf(head)
  try {
    if (kind === 'plain') yield* whole
    else if (kind === 'gzip') yield* gunzipped(whole)
    else yield* unzstd(whole)
  } catch (cause) {
    throw asConnectorError(cause)
  } finally {
    await iterator.return?.()
  }
}

function kindOf(head: Uint8Array): Kind {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd'
  return 'plain'
}

async function readHead(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array()
  while (head.length < MAGIC_BYTES) {
    const next = await iterator.next()
    if (next.done) break
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value])
  }
  return head
}

async function* chunks(head: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
}

async function* gunzipped(source: ByteStream): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 256 * 1024 })
  const feeding = feed(gunzip, source)
  try {
    yield* gunzip as AsyncIterable<Uint8Array>
    await feeding
  } finally {
    gunzip.destroy()
  }
}

/** Node ends after the first zstd frame; the bytes behind it begin the next one. */
async function* unzstd(source: ByteStream): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]()
  let rest: Uint8Array = new Uint8Array()
  for (;;) {
    if (rest.length === 0) {
      const next = await iterator.next()
      if (next.done) return
      rest = next.value
    }
    const frame: Frame = { given: 0, last: rest, consumed: 0 }
    yield* oneFrame(rest, iterator, frame)
    const left = frame.given - frame.consumed
    rest = left === 0 ? new Uint8Array() : frame.last.subarray(frame.last.length - left)
  }
}

interface Frame {
  given: number
  last: Uint8Array
  consumed: number
}

async function* oneFrame(
  first: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
  frame: Frame,
): AsyncGenerator<Uint8Array> {
  const decompress = createZstdDecompress({ chunkSize: 256 * 1024 })
  let ended = false
  decompress.once('end', () => {
    ended = true
  })
  async function* pieces(): AsyncGenerator<Uint8Array> {
    let piece: Uint8Array | undefined = first
    while (piece !== undefined) {
      frame.given += piece.length
      frame.last = piece
      yield piece
      // Only when the whole piece was used does the frame need another.
      if (ended || decompress.bytesWritten < frame.given) return
      const next: IteratorResult<Uint8Array> = await iterator.next()
      piece = next.done ? undefined : next.value
    }
  }
  const feeding = feed(decompress, pieces())
  try {
    yield* decompress as AsyncIterable<Uint8Array>
    await feeding
    frame.consumed = decompress.bytesWritten
  } finally {
    decompress.destroy()
  }
}

/** Writes each piece and waits until it was taken, so that no more than one piece waits. */
async function feed(target: NodeJS.WritableStream, source: ByteStream): Promise<void> {
  try {
    for await (const piece of source) {
      await new Promise<void>((resolve, reject) => {
        target.write(piece, error => (error ? reject(error) : resolve()))
      })
    }
    target.end()
  } catch (error) {
    ;(target as unknown as { destroy(error: unknown): void }).destroy(error)
  }
}

function asConnectorError(cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof ConnectorError) return cause
  const cut = /unexpected end of file|incomplete/i.test(cause.message)
  return new ConnectorError(cut ? 'INPUT_TRUNCATED' : 'INPUT_NOT_COMPRESSED', cause.message, { cause })
}
