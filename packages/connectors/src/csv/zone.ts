/**
 * The offset of a zone at a local time.
 * Invariant: a local time that happens twice (clocks go back) is read as the first of the two, one that never happens
 * (clocks go forward) with the offset from before.
 */
import { ConnectorError } from '../errors.ts'

const HOUR_MS = 3_600_000

/** Local time as if it were UTC → `Z` or `+02:00`. Throws 'MAPPING_INVALID' for an unknown zone. */
export function offsetReader(zone: string): (localMs: number) => string {
  if (zone === 'UTC' || zone === 'Z') return () => 'Z'
  if (/^[+-]\d{2}:\d{2}$/.test(zone)) return () => zone
  const offsetAt = zoneOffsets(zone)
  return localMs => {
    // Before a change of the clocks the earlier offset holds; it is the right one if it reproduces the local time.
    const earlier = offsetAt(localMs - 24 * HOUR_MS)
    const offset =
      offsetAt(localMs - earlier) === earlier ? earlier : offsetAfterChange(offsetAt, localMs, earlier)
    return format(offset)
  }
}

function offsetAfterChange(offsetAt: (utcMs: number) => number, localMs: number, earlier: number): number {
  const later = offsetAt(localMs - earlier)
  return offsetAt(localMs - later) === later ? later : earlier
}

function zoneOffsets(zone: string): (utcMs: number) => number {
  let formatter: Intl.DateTimeFormat
  try {
    formatter = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  } catch (cause) {
    throw new ConnectorError(
      'MAPPING_INVALID',
      `/time/zone: "${zone}" is not UTC, ±HH:MM or a zone such as Europe/Warsaw`,
      {
        cause,
      },
    )
  }
  return utcMs => {
    const name = formatter.formatToParts(utcMs).find(part => part.type === 'timeZoneName')?.value ?? ''
    const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? []
    if (sign === undefined) return 0
    return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR_MS + Number(minutes) * 60_000)
  }
}

function format(offsetMs: number): string {
  if (offsetMs === 0) return 'Z'
  const minutes = Math.abs(offsetMs) / 60_000
  const two = (value: number) => String(value).padStart(2, '0')
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
