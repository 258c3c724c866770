/**
 * Who comes to work: once in each local day of a site, the sessions of that day are put on the agenda.
 * As many as the day's share of events can fill, so that a small sample shows few people at work rather than many idle ones.
 */

import type { JsonObject } from '@daybook/event'

import type { Calendar } from './calendar.ts'
import { dutyOf } from './duties.ts'
import { signIn } from './deeds/sign-in.ts'
import type { Person } from './people.ts'
import { SITES, offsetMinutes, type Site } from './sites.ts'
import type { World } from './world.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
/** Events that a session should have to be worth showing. */
const EVENTS_A_SESSION = 11

/** Plans the days of all sites, beginning with the one that each of them has now. */
export function keepRota(world: World, calendar: Calendar, eventsPerWeight: number): void {
  for (const site of SITES) planDay(world, calendar, site, eventsPerWeight)
  const tick = (world: World): JsonObject | undefined => {
    for (const site of SITES) {
      const local = world.now + offsetMinutes(site.zone, world.now) * MINUTE_MS
      if (Math.floor((local % DAY_MS) / HOUR_MS) === 0) planDay(world, calendar, site, eventsPerWeight)
    }
    world.agenda.add(world.now + HOUR_MS, tick)
    return undefined
  }
  world.agenda.add(Math.ceil((world.now + 1) / HOUR_MS) * HOUR_MS, tick)
}

function planDay(world: World, calendar: Calendar, site: Site, eventsPerWeight: number): void {
  const { random } = world
  const offset = offsetMinutes(site.zone, world.now) * MINUTE_MS
  const day = Math.floor((world.now + offset) / DAY_MS)
  const midnight = day * DAY_MS - offset
  const weekday = (day + 4) % 7
  const roster = world.company.people.filter(person => person.site === site && onRota(person, weekday))
  const wanted = (calendar.siteDay(site, weekday) * eventsPerWeight) / EVENTS_A_SESSION
  let weights = 0
  for (const person of roster) weights += weightOf(person)
  for (const person of roster) {
    const chance = Math.min(0.92, (wanted * weightOf(person)) / weights)
    if (!random.chance(chance)) continue
    const late = random.chance(0.04) ? random.between(15, 90) : 0
    const from = midnight + person.shift.from * HOUR_MS + (random.bell() * 5 - 3 + late) * MINUTE_MS
    const until = midnight + person.shift.to * HOUR_MS + random.bell() * 10 * MINUTE_MS
    if (from > world.now) world.agenda.add(Math.round(from), signIn(person, Math.round(until)))
    if (random.chance(0.012)) evening(world, person, midnight)
  }
}

/** Someone looks in again at night, from home. */
function evening(world: World, person: Person, midnight: number): void {
  const from = midnight + world.random.between(19.5, 22) * HOUR_MS
  if (from > world.now && person.shift.to < 19)
    world.agenda.add(Math.round(from), signIn(person, Math.round(from + HOUR_MS)))
}

function onRota(person: Person, weekday: number): boolean {
  if (!person.active || person.dormant) return false
  return person.weekends || !person.site.weekend.includes(weekday)
}

function weightOf(person: Person): number {
  return person.held ? 5 : 0.5 + dutyOf(person.attributes['role']).weight
}

/** Someone who is on shift now without a session, if one of a few tries finds one; and until when. */
export function someoneOnShift(world: World): { person: Person; until: number } | undefined {
  for (let tries = 0; tries < 24; tries++) {
    const person = world.random.pick(world.company.people)
    const { site, shift } = person
    const offset = offsetMinutes(site.zone, world.now) * MINUTE_MS
    const day = Math.floor((world.now + offset) / DAY_MS)
    const midnight = day * DAY_MS - offset
    for (const back of [0, 1]) {
      const from = midnight + (shift.from - 24 * back) * HOUR_MS
      const until = midnight + (shift.to - 24 * back) * HOUR_MS
      if (
        onRota(person, (day + 4 - back) % 7) &&
        !person.inSession &&
        world.now >= from &&
        world.now < until - HOUR_MS
      )
        return { person, until }
    }
  }
  return undefined
}
