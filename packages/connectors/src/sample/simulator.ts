/**
 * The sample: audit events of Classics Inc. over a period, as many as asked for.
 * The same arguments give the same events with the same ids, in order of time; memory depends on the company, not on how many events.
 *
 * The period is cut into slots; a slot gets its share of the events by how busy the company is then. Whatever comes from the
 * agenda (sign-ins, follow-ups) is paid for by leaving out slots afterwards, so that the number comes out exactly.
 */

import type { JsonObject } from '@daybook/event'

import { Calendar, SLOT_MS } from './calendar.ts'
import { foundCompany } from './company.ts'
import { machineEvent } from './deeds/machines.ts'
import { signIn } from './deeds/sign-in.ts'
import { supportSession } from './deeds/support.ts'
import { dutyOf, WEIGHT_MAX } from './duties.ts'
import { tellIncident, type Story } from './incident.ts'
import { Random } from './random.ts'
import { keepRota, someoneOnShift } from './rota.ts'
import { World, type Seat } from './world.ts'

/** The name of the source of every event of the sample: whoever sees it knows that nothing of this happened. */
export const SAMPLE_SOURCE = 'daybook-sample'
export const SAMPLE_SEED = 1
export const SAMPLE_DAYS = 90

export interface SampleOptions {
  /** How many events, exactly. */
  events: number
  /** The end of the simulated period, ms UTC; no event occurs at or after it. */
  until: number
  /** Default 1. Another seed is another company. */
  seed?: number
  /** Length of the period, default 90. */
  days?: number
}

const DAY_MS = 86_400_000
const TRIES = 10
/** At most so many events of the agenda wait to be paid for. */
const PATIENCE_MAX = 200

/** Yields events as an application would send them. Parts may be shared between events: they are for reading. Throws RangeError for impossible numbers. */
export function* sampleEvents(options: SampleOptions): Generator<JsonObject, void, undefined> {
  const { events, until, seed = SAMPLE_SEED, days = SAMPLE_DAYS } = options
  if (!Number.isSafeInteger(events) || events < 0)
    throw new RangeError(`events must be a whole number from 0: ${events}`)
  if (!Number.isSafeInteger(until) || !(days > 0))
    throw new RangeError('until must be a time in ms, and days more than 0')
  const from = until - Math.round(days * DAY_MS)
  const company = foundCompany(new Random(seed, 0x5eed, 0xc1a551c5), from)
  const world = new World(
    new Random(seed, events, Math.floor(until / 1000) ^ Math.round(days * 4096)),
    company,
    SAMPLE_SOURCE,
  )
  world.now = from
  const incident = tellIncident(company, world.random, { from, until }, events)
  const story: Story | undefined = incident?.story
  const slots = events - (incident?.length ?? 0)
  const times = slotTimes(world, from, until, slots)

  let left = events
  for (const event of happenings(world, times, slots, story)) {
    if (left-- <= 0) return
    yield event
    if (left === 0) return
  }
}

interface Moment {
  at: number
  /** Of what happens now, the part that machines do. */
  machines: number
}

/** Exactly `events` moments in order of time, spread as busy as the company is. Plans the rota before the first. */
function* slotTimes(
  world: World,
  from: number,
  until: number,
  events: number,
): Generator<Moment, void, undefined> {
  const calendar = new Calendar()
  let total = 0
  for (let at = from; at < until; at += SLOT_MS) {
    const { people, machines } = calendar.at(at)
    total += people + machines
  }
  keepRota(world, calendar, events / total)
  let sum = 0
  let done = 0
  for (let at = from; at < until; at += SLOT_MS) {
    const { people, machines } = calendar.at(at)
    sum += people + machines
    const last = at + SLOT_MS >= until
    const goal = last ? events : Math.min(events, Math.floor((events * sum) / total))
    const count = goal - done
    const length = Math.min(SLOT_MS, until - at)
    for (let n = 0; n < count; n++) {
      yield {
        at: Math.floor(at + ((n + world.random.unit()) / count) * length),
        machines: machines / (people + machines),
      }
    }
    done = goal
  }
}

/** The moments, with what is on the agenda and in the story between them. */
function* happenings(
  world: World,
  moments: Iterable<Moment>,
  count: number,
  story: Story | undefined,
): Generator<JsonObject, void, undefined> {
  const { agenda, random } = world
  let debt = 0
  let seen = 0
  for (const moment of moments) {
    for (;;) {
      const next = Math.min(agenda.next, story?.next ?? Number.POSITIVE_INFINITY)
      if (next > moment.at) break
      world.now = next
      if (next === agenda.next) {
        const event = agenda.take()?.act(world)
        if (event !== undefined) {
          debt++
          yield event
        }
      } else {
        const step = story?.take()
        if (step !== undefined) yield step.act(world)
      }
    }
    world.now = moment.at
    // The more there is, the more may be owed, for leaving out few moments at once keeps the day's shape; at the end all is paid.
    seen++
    const patience = Math.max(1, Math.min(PATIENCE_MAX, 3 + seen / 1000, (count - seen) / 40))
    if (debt > 0 && random.chance(debt / patience)) debt--
    else yield somethingHappens(world, moment.machines)
  }
}

function somethingHappens(world: World, machines: number): JsonObject {
  const { random } = world
  if (random.chance(machines)) return machineEvent(world)
  for (let tries = 0; tries < TRIES; tries++) {
    const seat = someoneAtWork(world)
    if (seat === undefined) break
    const role = seat.person?.attributes['role']
    if (role === 'Administrator' && random.chance(0.006)) {
      const event = supportSession(world, seat)
      if (event !== undefined) return event
    }
    const event = random.weighted(dutyOf(role).deeds)(world, seat)
    if (event !== undefined) return event
  }
  const free = someoneOnShift(world)
  return (free && signIn(free.person, free.until)(world)) ?? machineEvent(world)
}

/** Someone in session and not at lunch, the busy more often. */
function someoneAtWork(world: World): Seat | undefined {
  const { random, seats, now } = world
  if (seats.length === 0) return undefined
  for (let tries = 0; tries < TRIES; tries++) {
    const seat = random.pick(seats)
    const lunch = now >= seat.lunchFrom && now < seat.lunchTo
    const weight = dutyOf(seat.person?.attributes['role']).weight * (lunch ? 0.1 : 1)
    if (random.chance(weight / WEIGHT_MAX)) return seat
  }
  return undefined
}
