/**
 * How busy the company is at any time: shifts of the sites, weekends, lunch, nights.
 * A function of time alone: asking twice gives the same, so that a period can be weighed before it is filled.
 */

import { SITES, offsetMinutes, type Site } from './sites.ts'

export const SLOT_MS = 15 * 60_000
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** Busy people of a site who are no agents; together they do as much as this many agents. */
const OFFICE_WEIGHT = 20
const WEEKEND_FACTOR = 0.1
/** What machines do at any time, compared with an agent at work. */
const MACHINES = 9
const MACHINES_AT_NIGHT = 24

interface Work {
  from: number
  to: number
  weight: number
}
const WORK = new Map<Site, Work[]>(
  SITES.map(site => [
    site,
    [
      ...site.shifts.map(({ from, to, share }) => ({ from, to, weight: site.agents * share })),
      { from: 9, to: 17.5, weight: OFFICE_WEIGHT },
    ],
  ]),
)

export interface Busyness {
  people: number
  machines: number
}

export class Calendar {
  readonly #offsets = new Map<Site, number>()
  #day = Number.NaN

  at(ms: number): Busyness {
    this.#turnTo(ms)
    let people = 0
    for (const site of SITES) people += this.#site(site, ms)
    const hour = (ms % DAY_MS) / HOUR_MS
    return { people, machines: hour >= 1 && hour < 3 ? MACHINES_AT_NIGHT : MACHINES }
  }

  /** How busy a site's people are over a whole day that begins at this local midnight, in slots of `at`. */
  siteDay(site: Site, weekday: number): number {
    let hours = 0
    for (const { from, to, weight } of WORK.get(site) ?? []) hours += (to - from) * weight
    return (hours * HOUR_MS * (site.weekend.includes(weekday) ? WEEKEND_FACTOR : 1)) / SLOT_MS
  }

  #turnTo(ms: number): void {
    const day = Math.floor(ms / DAY_MS)
    if (day === this.#day) return
    this.#day = day
    for (const site of SITES) this.#offsets.set(site, offsetMinutes(site.zone, day * DAY_MS + DAY_MS / 2))
  }

  #site(site: Site, ms: number): number {
    const local = ms + (this.#offsets.get(site) ?? 0) * 60_000
    const day = Math.floor(local / DAY_MS)
    const hour = (local - day * DAY_MS) / HOUR_MS
    let sum = 0
    for (const work of WORK.get(site) ?? []) {
      sum += presence(work, hour) * weekday(site, day) + presence(work, hour + 24) * weekday(site, day - 1)
    }
    return sum
  }
}

function weekday(site: Site, day: number): number {
  return site.weekend.includes((day + 4) % 7) ? WEEKEND_FACTOR : 1
}

function presence({ from, to, weight }: Work, hour: number): number {
  if (hour < from || hour >= to) return 0
  if (from < 12 && hour >= 12 && hour < 13.5) return weight * 0.5
  if (hour >= to - 0.5) return weight * 0.6
  return hour < from + 1 ? weight * 1.15 : weight
}
