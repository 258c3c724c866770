/**
 * Times as a reader types them, on the clock that is shown: `2026-11-20`, `2026-11-20 16:40`, `2026-11-20T16:40:07.5`.
 * What names its own zone (`Z`, `+02:00`) keeps it. A time that does not exist is refused, one that exists twice is the first.
 */
import { momentOf } from '@daybook/query'

import type { Clock } from './clock.ts'

const TYPED =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ]+(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,3}))?)?)?(?: ?(Z|UTC|[+-]\d\d:\d\d))?$/i

/** Milliseconds UTC; undefined when it is no such time. A time that the clock jumps over is the moment of the jump. */
export function readTyped(text: string, { zone }: Clock): number | undefined {
  const match = TYPED.exec(text.trim())
  if (!match) return undefined
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '0', offset] = match
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0')}Z`
  const wall = Date.parse(iso)
  // Date.parse rolls 31 February over on some engines: what comes back must be what was typed.
  if (!Number.isFinite(wall) || new Date(wall).toISOString() !== iso) return undefined
  if (offset === undefined) return momentOf(zone, wall)
  return /^(?:z|utc)$/i.test(offset) ? wall : atOffset(iso, offset)
}

function atOffset(iso: string, offset: string): number | undefined {
  const at = Date.parse(iso.replace('Z', offset))
  return Number.isFinite(at) ? at : undefined
}
