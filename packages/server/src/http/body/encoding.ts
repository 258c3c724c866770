/**
 * The content encodings that a body may come in.
 * Decompression always ends at a limit: of bytes for whole bodies, of ratio for streams.
 */
import type { Readable, Transform } from 'node:stream'
import { finished } from 'node:stream'
import { promisify } from 'node:util'
import zlib from 'node:zlib'

import { ServerError } from '../../errors.ts'

/** A stream may grow by this factor once it is past the free part; honest event text grows 5 to 60 times. */
const STREAM_RATIO_MAX = 250
const STREAM_RATIO_FREE_BYTES = 8 * 1024 * 1024

interface Encoding {
  whole(bytes: Uint8Array, options: { maxOutputLength: number }): Promise<Buffer>
  stream(): Transform & { bytesWritten: number }
}

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  gzip: {
    whole: promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.gunzip),
    stream: () => zlib.createGunzip(),
  },
  'x-gzip': {
    whole: promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.gunzip),
    stream: () => zlib.createGunzip(),
  },
  deflate: {
    whole: promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.inflate),
    stream: () => zlib.createInflate(),
  },
  br: {
    whole: promisify<Uint8Array, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress),
    stream: () => zlib.createBrotliDecompress(),
  },
  zstd: {
    whole: promisify<Uint8Array, zlib.ZstdOptions, Buffer>(zlib.zstdDecompress),
    stream: () => zlib.createZstdDecompress(),
  },
}

/** The encoding that a header names; undefined when the body is plain. Throws UNSUPPORTED_ENCODING. */
export function encodingOf(header: string | undefined): Encoding | undefined {
  const name = header?.trim().toLowerCase() ?? ''
  if (name === '' || name === 'identity') return undefined
  const encoding = Object.hasOwn(ENCODINGS, name) ? ENCODINGS[name] : undefined
  if (encoding === undefined)
    throw new ServerError('UNSUPPORTED_ENCODING', {
      detail: 'Send gzip, zstd, br, deflate or no content encoding.',
    })
  return encoding
}

/** Throws BODY_TOO_LARGE as soon as the output passes `bytesMax`, INVALID_COMPRESSION when the input is broken or cut. */
export async function decompress(encoding: Encoding, bytes: Uint8Array, bytesMax: number): Promise<Buffer> {
  try {
    return await encoding.whole(bytes, { maxOutputLength: bytesMax })
  } catch (error) {
    if (error instanceof RangeError)
      throw new ServerError('BODY_TOO_LARGE', {
        detail: `The decompressed body is larger than ${bytesMax} bytes.`,
      })
    throw new ServerError('INVALID_COMPRESSION', { cause: error })
  }
}

/**
 * The plain bytes of a body, chunk by chunk; the source is never destroyed, so that it can still be answered.
 * Throws INVALID_HTTP when the sender went away, INVALID_COMPRESSION, and BODY_TOO_LARGE for a bomb.
 */
export async function* decompressed(
  encoding: Encoding | undefined,
  source: Readable,
): AsyncGenerator<Uint8Array> {
  const decoder = encoding === undefined ? source : decode(encoding, source)
  try {
    for await (const chunk of decoder.iterator({ destroyOnReturn: false })) yield chunk as Uint8Array
  } catch (error) {
    if (error instanceof ServerError) throw error
    if (source.destroyed && !source.readableEnded)
      throw new ServerError('INVALID_HTTP', { detail: 'The body ended early.', cause: error })
    throw new ServerError('INVALID_COMPRESSION', { cause: error })
  } finally {
    if (decoder !== source) {
      source.unpipe()
      decoder.destroy()
      source.resume()
    }
  }
}

function decode(encoding: Encoding, source: Readable): Readable {
  const decoder = encoding.stream()
  let produced = 0
  decoder.on('data', (chunk: Buffer) => {
    produced += chunk.length
    if (produced <= STREAM_RATIO_FREE_BYTES || produced <= decoder.bytesWritten * STREAM_RATIO_MAX) return
    decoder.destroy(
      new ServerError('BODY_TOO_LARGE', {
        detail: `The body grows more than ${STREAM_RATIO_MAX} times when it is decompressed.`,
      }),
    )
  })
  decoder.pause()
  finished(source, { writable: false }, error => {
    if (error !== undefined && error !== null) decoder.destroy(error)
  })
  return source.pipe(decoder)
}
