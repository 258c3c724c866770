/**
 * The wall clock of a time zone: how far it is from UTC at a moment, and when a local day begins.
 * The engine never computes with zones: moments are numbered here, so an answer does not depend on its tables of zones.
 */

import { ReportError } from '../errors.ts'

const DAY = 86_400_000

export interface Zone {
  name: string
  /** ms that the wall clock is ahead of UTC. */
  offsetAt(at: number): number
}

/** @param name of the IANA database, such as `Europe/Lisbon` @throws ReportError REQUEST_INVALID */
export function zoneOf(name: string): Zone {
  const format = formatOf(name)
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

function formatOf(name: string): Intl.DateTimeFormat {
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
  } catch (error) {
    const message = `There is no time zone "${name.slice(0, 80)}": write a name such as Europe/Lisbon`
    throw new ReportError('REQUEST_INVALID', message, error)
  }
}
