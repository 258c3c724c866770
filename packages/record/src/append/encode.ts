/**
 * Turns the new events of a group into blocks and the parameters of one statement.
 * Blocks are in tenant order and each holds one tenant's entries in the order of the calls.
 */
import type { Accepted } from '@daybook/event'

import { type Body, encodeLines } from '../block.ts'
import type { RecordLimits } from '../limits.ts'
import { type Lines, LineWriter, SECRET_BYTES } from '../lines.ts'
import type { Call, Standings } from './call.ts'

/** One event that is about to be written. */
interface Write {
  call: number
  position: number
  accepted: Accepted
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
    const { tenant, events, secrets } = call
    for (let position = 0; position < events.length; position++) {
      const accepted = events[position]
      if (accepted === undefined) continue
      if (standings !== undefined && standings[number]?.[position]?.kind !== 'new') continue
      const full = open.writes.length >= limits.blockEntriesMax || open.lines.bytes >= limits.blockBytesMax
      if (tenant !== open.tenant || full) {
        close()
        open = { tenant, writes: [], lines: new LineWriter() }
      }
      const start = position * SECRET_BYTES
      open.lines.add(secrets.toString('base64url', start, start + SECRET_BYTES), accepted.text)
      open.writes.push({ call: number, position, accepted })
    }
  }
  close()
  return blocks
}

/** The parameters of daybook.append_group. */
export function parameters(blocks: readonly Block[], clock: number): unknown[] {
  const ids: string[] = []
  for (const block of blocks) for (const write of block.writes) ids.push(write.accepted.event.id)
  return [
    arrayText(blocks.map(block => block.tenant)),
    arrayText(blocks.map(block => block.writes.length)),
    arrayText(blocks.map(block => block.body.codec)),
    byteaArray(blocks.map(block => block.body.body)),
    arrayText(ids),
    clock,
  ]
}

/** Numbers and UUIDs need no quotes; the driver's own array writer would look at every character. */
function arrayText(values: readonly (number | string)[]): string {
  return `{${values.join(',')}}`
}

const BYTEA_OID = 17
const ARRAY_HEADER_BYTES = 20

/** PostgreSQL's binary array form, so that bodies travel as they are instead of as hex. */
function byteaArray(bodies: readonly Buffer[]): Buffer {
  const bytes = Buffer.allocUnsafe(bodies.reduce((sum, body) => sum + 4 + body.length, ARRAY_HEADER_BYTES))
  bytes.writeInt32BE(1, 0) // dimensions
  bytes.writeInt32BE(0, 4) // no nulls
  bytes.writeInt32BE(BYTEA_OID, 8)
  bytes.writeInt32BE(bodies.length, 12)
  bytes.writeInt32BE(1, 16) // lower bound
  let at = ARRAY_HEADER_BYTES
  for (const body of bodies) {
    bytes.writeInt32BE(body.length, at)
    at += 4 + body.copy(bytes, at + 4)
  }
  return bytes
}
