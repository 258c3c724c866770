/**
 * A whole request body as plain bytes.
 * At most BODY_BYTES_MAX before and after decompression, and only what the budget of the process allows.
 */
import type { IncomingMessage } from 'node:http'

import { ServerError } from '../../errors.ts'
import type { Budget, Hold } from './budget.ts'
import { decompress, encodingOf } from './encoding.ts'

export const BODY_BYTES_MAX = 16 * 1024 * 1024
const BODY_ARRIVAL_MS_MAX = 120_000
/** What a compressed body is taken to need until its true size is known. */
const ASSUMED_RATIO = 20
const BUSY_RETRY_MS = 1000

export interface Body {
  bytes: Uint8Array
  /** Must be called when the bytes are no longer needed. */
  release(): void
}

/**
 * Throws UNSUPPORTED_ENCODING, BODY_TOO_LARGE, OVERLOADED (budget), INVALID_COMPRESSION, EMPTY_BODY, BODY_TIMEOUT,
 * or INVALID_HTTP when the sender went away.
 */
export async function readBody(request: IncomingMessage, budget: Budget): Promise<Body> {
  const encoding = encodingOf(request.headers['content-encoding'])
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > BODY_BYTES_MAX) throw tooLarge()

  const hold = budget.open()
  try {
    reserve(hold, announced)
    const received = await collect(request, hold)
    if (received.length === 0) throw new ServerError('EMPTY_BODY')
    if (encoding === undefined) return { bytes: received, release: () => hold.release() }

    reserve(hold, received.length + Math.min(BODY_BYTES_MAX, received.length * ASSUMED_RATIO))
    const bytes = await decompress(encoding, received, BODY_BYTES_MAX)
    if (bytes.length === 0) throw new ServerError('EMPTY_BODY')
    reserve(hold, bytes.length)
    return { bytes, release: () => hold.release() }
  } catch (error) {
    hold.release()
    throw error
  }
}

function collect(request: IncomingMessage, hold: Hold): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let received = 0
    const timer = setTimeout(() => settle(new ServerError('BODY_TIMEOUT')), BODY_ARRIVAL_MS_MAX)

    const settle = (error?: Error): void => {
      clearTimeout(timer)
      request.off('data', onData).off('end', onEnd).off('error', onLost).off('close', onLost)
      if (error === undefined)
        resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, received))
      else reject(error)
    }
    const onData = (chunk: Buffer): void => {
      received += chunk.length
      if (received > BODY_BYTES_MAX) return settle(tooLarge())
      chunks.push(chunk)
      if (!hold.resize(Math.max(received, heldAtLeast))) settle(busy())
    }
    const onEnd = (): void => settle()
    const onLost = (): void => settle(new ServerError('INVALID_HTTP', { detail: 'The body ended early.' }))
    const heldAtLeast = Number(request.headers['content-length'] ?? 0)

    request.on('data', onData).on('end', onEnd).on('error', onLost).on('close', onLost)
  })
}

function reserve(hold: Hold, bytes: number): void {
  if (!hold.resize(bytes)) throw busy()
}

function busy(): ServerError {
  return new ServerError('OVERLOADED', {
    detail: 'Too many request bytes are being worked on.',
    retryAfterMs: BUSY_RETRY_MS,
  })
}

function tooLarge(): ServerError {
  return new ServerError('BODY_TOO_LARGE', {
    detail: `A body may have ${BODY_BYTES_MAX} bytes, decompressed. Send several batches, or NDJSON.`,
  })
}
