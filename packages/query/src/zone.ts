/**
 * The wall clock of a time zone: how far it is from UTC at a moment, and at which moment it shows a time.
 * Reports cut their bars with it and pages show their times with it, so that both agree on when a local day begins.
 */

const DAY = 86_400_000

export interface Zone {
  name: string
  /** ms that the wall clock is ahead of UTC. */
  offsetAt(at: number): number
}

/** @param name of the IANA database, such as `Europe/Lisbon`; undefined when there is no such zone */
export function findZone(name: string): Zone | undefined {
  const format = formatOf(name)
  if (format === undefined) return undefined
  return {
    name: format.resolvedOptions().timeZone,
    offsetAt(at) {
      const second = Math.floor(at / 1000) * 1000
      const parts = new Map(format.formatToParts(second).map(part => [part.type, Number(part.value)]))
      const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
      const wall = new Date(0)
      wall.setUTCFullYear(of('year'), of('month') - 1, of('day'))
      wall.setUTCHours(of('hour'), of('minute'), of('second'))
      return wall.getTime() - second
    },
  }
}

/** The moment, as the wall clock shows it, written as if it were UTC. */
export function wallOf(zone: Zone, at: number): number {
  return at + zone.offsetAt(at)
}

/** The first moment at which the wall clock shows this time, or, where it jumps over it, the moment of the jump. */
export function momentOf(zone: Zone, wall: number): number {
  const [before, after] = [zone.offsetAt(wall - DAY), zone.offsetAt(wall + DAY)]
  for (const offset of [before, after]) {
    if (zone.offsetAt(wall - offset) === offset) return wall - offset
  }
  return changeBetween(zone, wall - Math.max(before, after), wall - Math.min(before, after))
}

/** The first moment after `from`, up to `to`, with the offset of `to`: when the clock was put forward or back. */
export function changeBetween(zone: Zone, from: number, to: number): number {
  const offset = zone.offsetAt(to)
  let [low, high] = [from, to]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (zone.offsetAt(middle) === offset) high = middle
    else low = middle
  }
  return high
}

function formatOf(name: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return undefined
  }
}
