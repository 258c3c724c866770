/**
 * The stored form of a run of entries: compressed lines `{"s":"<secret>","e":<canonical event>}`.
 * The text of an event comes back byte for byte as it went in.
 */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import { type AuditEvent, readJson } from '@daybook/event'

import { RecordError } from './errors.ts'
import { partsOf } from './lines.ts'
import type { StoredEntry } from './types.ts'

const CODEC_PLAIN = 0
const CODEC_ZSTD = 1

/** Below this, a frame costs more than it saves. */
const COMPRESS_BYTES_MIN = 128
/** The checksum lets a reader tell damage from data. */
const ZSTD_PARAMS = {
  [constants.ZSTD_c_compressionLevel]: 1,
  [constants.ZSTD_c_checksumFlag]: 1,
}

export interface Body {
  codec: number
  body: Buffer
}

export function encodeLines(plain: Buffer): Body {
  if (plain.length < COMPRESS_BYTES_MIN) return { codec: CODEC_PLAIN, body: plain }
  return { codec: CODEC_ZSTD, body: zstdCompressSync(plain, { params: ZSTD_PARAMS }) }
}

/** A block as the engine gives it. */
export interface BlockRow extends Body {
  tenant: number
  first: number
  count: number
  recorded_at: number
}

/** The entries `from` to `to` (exclusive, clamped) of a block. Throws CORRUPT. */
export function decodeBlock(row: BlockRow, from: number, to: number): StoredEntry[] {
  const lines = plainLines(row)
  if (lines.length !== row.count) throw corrupt(row, `${lines.length} lines, not ${row.count}`)
  const start = Math.max(0, from - row.first)
  const entries: StoredEntry[] = []
  for (let i = start; i < Math.min(row.count, to - row.first); i++)
    entries.push(decodeLine(row, i, lines[i] ?? ''))
  return entries
}

function plainLines(row: BlockRow): string[] {
  let plain: Buffer
  try {
    plain = row.codec === CODEC_ZSTD ? zstdDecompressSync(row.body) : row.body
  } catch (cause) {
    throw corrupt(row, 'it does not decompress', cause)
  }
  const lines = plain.toString('utf8').split('\n')
  if (lines.pop() !== '') throw corrupt(row, 'its last line has no end')
  return lines
}

function decodeLine(row: BlockRow, offset: number, line: string): StoredEntry {
  const { secret, text } = partsOf(line)
  let event: AuditEvent
  try {
    event = readJson(text) as unknown as AuditEvent
  } catch (cause) {
    throw corrupt(row, `line ${offset} is not JSON`, cause)
  }
  return {
    tenant: row.tenant,
    index: row.first + offset,
    recordedAt: row.recorded_at,
    secret: Buffer.from(secret, 'base64url'),
    event,
    text,
    size: Buffer.byteLength(text),
  }
}

function corrupt(row: BlockRow, what: string, cause?: unknown): RecordError {
  return new RecordError('CORRUPT', { text: `(tenant ${row.tenant}, block at ${row.first}: ${what})`, cause })
}
