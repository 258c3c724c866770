/**
 * The clock that times are shown on: UTC, the tenant's zone or the reader's own. Times are absolute, sortable, to the millisecond.
 * Every instant is UTC underneath; a clock only says how it is written and where its days begin.
 */
import { findZone, momentOf, wallOf, type Zone } from '@daybook/query'

/** `UTC`, `local` (the reader's own zone, whoever reads), or the name of a zone: what the URL says. */
export type ZoneChoice = 'UTC' | 'local' | (string & {})

export interface Clock {
  choice: ZoneChoice
  zone: Zone
}

export interface TimeParts {
  date: string
  time: string
  millis: string
}

const DAY = 86_400_000
export const UTC: Clock = { choice: 'UTC', zone: { name: 'UTC', offsetAt: () => 0 } }

/** The clock of a choice; UTC where this browser does not know the zone. */
export function clockOf(choice: ZoneChoice): Clock {
  if (choice === 'UTC') return UTC
  const zone = findZone(choice === 'local' ? readerZone() : choice)
  return zone === undefined ? UTC : { choice, zone }
}

const readerZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** The clocks to choose from: UTC, the tenant's, the reader's and the one on the page; each zone once. */
export function clocksOf(...choices: (ZoneChoice | undefined)[]): Clock[] {
  const clocks = [UTC]
  for (const choice of choices) {
    const clock = choice === undefined ? UTC : clockOf(choice)
    if (clocks.every(known => known.zone.name !== clock.zone.name)) clocks.push(clock)
  }
  return clocks
}

/** The one that `U` goes on to. */
export function nextClock(clocks: readonly Clock[], now: Clock): Clock {
  const at = clocks.findIndex(clock => clock.zone.name === now.zone.name)
  return clocks[(at + 1) % clocks.length] ?? UTC
}

/** `2026-11-20`, `16:41:44`, `594` of milliseconds. */
export function partsOn({ zone }: Clock, at: number): TimeParts {
  const iso = new Date(wallOf(zone, at)).toISOString()
  const split = iso.indexOf('T')
  return { date: iso.slice(0, split), time: iso.slice(split + 1, split + 9), millis: iso.slice(-4, -1) }
}

/** `2026-11-20 16:41`; seconds and milliseconds only when there are some. */
export function stampOn(clock: Clock, at: number): string {
  const { date, time, millis } = partsOn(clock, at)
  if (millis !== '000') return `${date} ${time}.${millis}`
  return `${date} ${time.endsWith(':00') ? time.slice(0, 5) : time}`
}

/** `16:41` */
export const minuteOn = (clock: Clock, at: number): string => partsOn(clock, at).time.slice(0, 5)

/** `2026-11-20 16:41:44.594` */
export function fullOn(clock: Clock, at: number): string {
  const { date, time, millis } = partsOn(clock, at)
  return `${date} ${time}.${millis}`
}

/** `UTC`, `UTC+1`, `UTC−3:30`: how far the clock is ahead at that moment. */
export function offsetLabel({ zone }: Clock, at: number): string {
  const minutes = Math.round(zone.offsetAt(at) / 60_000)
  if (minutes === 0) return 'UTC'
  const size = Math.abs(minutes)
  const rest = size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${rest}`
}

/** Milliseconds of the moment at which the clock's day of `at` begins. */
export const dayStartOn = ({ zone }: Clock, at: number): number =>
  momentOf(zone, Math.floor(wallOf(zone, at) / DAY) * DAY)

/** The day on that clock, as a number of days since 1970-01-01 on its own calendar. */
export const dayOn = ({ zone }: Clock, at: number): number => Math.floor(wallOf(zone, at) / DAY)

/** Milliseconds of the moment at which that day begins on the clock. */
export const startOfDay = ({ zone }: Clock, day: number): number => momentOf(zone, day * DAY)
