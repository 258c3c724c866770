/**
 * Turns the new events of a group into blocks and the parameters of one statement.
 * Blocks are in tenant order and each holds one tenant's entries in the order of the calls.
 */
import { hexByte, UUID_DIGITS } from '@daybook/event'

import { type Body, encodeLines } from '../block.ts'
import type { RecordLimits } from '../limits.ts'
import { type Lines, LineWriter } from '../lines.ts'
import type { Call, Standings } from './call.ts'

/** One event that is about to be written. */
interface Write {
  call: number
  position: number
}

export interface Block {
  tenant: number
  writes: Write[]
  body: Body
  lines: Lines
}

/** `standings` undefined: every event is taken to be new. `refused`: calls that are left out. */
export function encodeGroup(
  calls: readonly Call[],
  standings: Standings | undefined,
  refused: ReadonlySet<number>,
  limits: RecordLimits,
): Block[] {
  const blocks: Block[] = []
  const order = calls
    .map((_, i) => i)
    .sort((a, b) => (calls[a]?.tenant ?? 0) - (calls[b]?.tenant ?? 0) || a - b)
  let open = { tenant: -1, writes: [] as Write[], lines: new LineWriter() }
  const close = () => {
    if (open.writes.length === 0) return
    const { tenant, writes } = open
    const lines = open.lines.end()
    blocks.push({ tenant, writes, body: encodeLines(lines.bytes), lines })
  }
  for (const number of order) {
    const call = calls[number]
    if (call === undefined || refused.has(number)) continue
    const { tenant, lines } = call
    for (let position = 0; position < lines.count; position++) {
      if (standings !== undefined && standings[number]?.[position]?.kind !== 'new') continue
      const full = open.writes.length >= limits.blockEntriesMax || open.lines.bytes >= limits.blockBytesMax
      if (tenant !== open.tenant || full) {
        close()
        open = { tenant, writes: [], lines: new LineWriter() }
      }
      open.lines.copy(lines, position)
      open.writes.push({ call: number, position })
    }
  }
  close()
  return blocks
}

/** The parameters of daybook.append_group. */
export function parameters(calls: readonly Call[], blocks: readonly Block[], clock: number): unknown[] {
  const ids: string[] = []
  for (const { writes } of blocks)
    for (const { call, position } of writes) ids.push(calls[call]?.ids[position] ?? '')
  return [
    arrayText(blocks.map(block => block.tenant)),
    arrayText(blocks.map(block => block.writes.length)),
    arrayText(blocks.map(block => block.body.codec)),
    byteaArray(blocks.map(block => block.body.body)),
    uuidArray(ids),
    clock,
  ]
}

/** Numbers need no quotes; the driver's own array writer would look at every character. */
function arrayText(values: readonly number[]): string {
  return `{${values.join(',')}}`
}

const BYTEA_OID = 17
const UUID_OID = 2950
const UUID_BYTES = UUID_DIGITS.length
const UUID_CHARACTERS = 36
const ARRAY_HEADER_BYTES = 20
const LENGTH_BYTES = 4

/** PostgreSQL's binary array form, so that bodies travel as they are instead of as hex. */
function byteaArray(bodies: readonly Buffer[]): Buffer {
  const bytes = arrayOf(
    BYTEA_OID,
    bodies.length,
    bodies.reduce((sum, body) => sum + body.length, 0),
  )
  let at = ARRAY_HEADER_BYTES
  for (const body of bodies) {
    bytes.writeInt32BE(body.length, at)
    at += LENGTH_BYTES + body.copy(bytes, at + LENGTH_BYTES)
  }
  return bytes
}

/** The same of UUIDs: the engine need not read their digits. @throws TypeError before anything was sent */
function uuidArray(ids: readonly string[]): Buffer {
  const bytes = arrayOf(UUID_OID, ids.length, ids.length * UUID_BYTES)
  let at = ARRAY_HEADER_BYTES
  for (const id of ids) {
    bytes.writeInt32BE(UUID_BYTES, at)
    at += LENGTH_BYTES
    let doubt = id.length === UUID_CHARACTERS ? 0 : -1
    for (let i = 0; i < UUID_BYTES; i++) {
      const byte = hexByte(id, UUID_DIGITS[i] as number)
      doubt |= byte
      bytes[at++] = byte
    }
    if (doubt < 0) throw new TypeError('An id is not a UUID')
  }
  return bytes
}

/** Room for an array of one dimension without nulls, its header written. */
function arrayOf(oid: number, items: number, itemBytes: number): Buffer {
  const bytes = Buffer.allocUnsafe(ARRAY_HEADER_BYTES + items * LENGTH_BYTES + itemBytes)
  bytes.writeInt32BE(1, 0) // dimensions
  bytes.writeInt32BE(0, 4) // no nulls
  bytes.writeInt32BE(oid, 8)
  bytes.writeInt32BE(items, 12)
  bytes.writeInt32BE(1, 16) // lower bound
  return bytes
}
