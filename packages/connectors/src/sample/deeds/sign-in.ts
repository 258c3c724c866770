/**
 * Signing in and out: wrong passwords, locked accounts, the session between, and passwords changed.
 * A person has at most one session; it is in `world.seats` exactly as long as it lasts.
 */

import type { JsonObject } from '@daybook/event'

import { deed } from '../catalogue.ts'
import { hex12 } from '../ids.ts'
import { setAttribute, textOf, type Person } from '../people.ts'
import { offsetMinutes } from '../sites.ts'
import { change, type Act, type Seat, type World } from '../world.ts'

const LOGIN = deed('User Management', 'User', 'Login')
const LOGOUT = deed('User Management', 'User', 'Logout')
export const CHANGE_PASSWORD = deed('User Management', 'User', 'Change password')

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const PASSWORD_AGE_MS = 90 * 24 * HOUR_MS
const REASONS: readonly (readonly [string, number])[] = [
  ['Wrong password', 70],
  ['One-time code expired', 16],
  ['Single sign-on was cancelled', 8],
  ['Password expired', 6],
]

/** One sign-in, now; it may take several attempts. The session lasts until `until` (ms). */
export function signIn(person: Person, until: number, attempt = 1): Act {
  return world => {
    if (person.inSession || person.dormant || !person.active || world.now >= until - 5 * MINUTE_MS)
      return undefined
    const seat = seatOf(world, person, until)
    const { random } = world
    if (!random.chance(attempt === 1 ? 0.055 : 0.22)) return signedIn(world, person, seat, attempt)
    delete seat.sessionId
    if (attempt >= 4) {
      world.later(random.between(4, 25) * MINUTE_MS, resetByAdmin(person, until))
      return world.event(LOGIN, seat, person.ref, {
        failure: 'Account locked',
        metadata: { attempt, country: person.site.country },
      })
    }
    world.later(random.between(6, 45) * 1000, signIn(person, until, attempt + 1))
    const failure = random.weighted(REASONS)
    return world.event(LOGIN, seat, person.ref, {
      failure,
      metadata: { attempt, country: person.site.country },
    })
  }
}

function signedIn(world: World, person: Person, seat: Seat, attempt: number): JsonObject {
  const { random } = world
  person.inSession = true
  world.seats.push(seat)
  const changed = Date.parse(textOf(person.attributes['security.passwordChangedAt']))
  if (world.now - changed > PASSWORD_AGE_MS) world.later(random.between(20, 90) * 1000, changePassword(seat))
  // Some sessions end by themselves: the browser was closed, and nobody signed out.
  world.agenda.add(seat.until, random.chance(0.06) ? expire(seat) : signOut(seat))
  const mfa = person.attributes['security.mfaRequired'] === true
  return world.event(LOGIN, seat, person.ref, { metadata: { attempt, mfa, country: person.site.country } })
}

function seatOf(world: World, person: Person, until: number): Seat {
  const { random } = world
  const { site } = person
  const offset = offsetMinutes(site.zone, world.now)
  const remote = person.remote ? random.chance(0.7) : random.chance(0.1)
  const mobile = random.chance(0.04)
  const localMidnight =
    Math.floor((world.now + offset * MINUTE_MS) / (24 * HOUR_MS)) * 24 * HOUR_MS - offset * MINUTE_MS
  const lunchFrom = localMidnight + person.lunch * HOUR_MS
  return {
    actor: person.actor,
    person,
    accessMethod: mobile ? 'Mobile' : 'UI',
    ip: remote || mobile ? person.home : person.officeIp,
    userAgent: mobile ? 'ClassicsDesk/8.2 (Android 16)' : person.userAgent,
    sessionId: `s-${hex12(random)}`,
    region: site.region,
    offset,
    until,
    lunchFrom,
    lunchTo: lunchFrom + 45 * MINUTE_MS,
  }
}

function leave(world: World, seat: Seat): void {
  const place = world.seats.indexOf(seat)
  const last = world.seats.pop()
  if (last !== undefined && last !== seat && place >= 0) world.seats[place] = last
  if (seat.person !== undefined) seat.person.inSession = false
}

function expire(seat: Seat): Act {
  return world => {
    leave(world, seat)
    return undefined
  }
}

function signOut(seat: Seat): Act {
  return world => {
    leave(world, seat)
    if (seat.person === undefined) return undefined
    return world.event(LOGOUT, seat, seat.person.ref)
  }
}

/** The person's own new password. */
export function changePassword(seat: Seat): Act {
  return world => {
    const { person } = seat
    if (person === undefined || world.now >= seat.until) return undefined
    if (world.random.chance(0.12)) {
      world.later(world.random.between(15, 60) * 1000, changePassword(seat))
      const failure = world.random.pick(['The new password was used before', 'The new password is too short'])
      return world.event(CHANGE_PASSWORD, seat, person.ref, { failure })
    }
    return world.event(CHANGE_PASSWORD, seat, person.ref, { changes: [newPassword(world, person)] })
  }
}

/** The date of a password is all that anyone sees of it. */
export function newPassword(world: World, person: Person): JsonObject {
  const old = person.attributes['security.passwordChangedAt']
  const fresh = world.timeText()
  setAttribute(person, 'security.passwordChangedAt', fresh)
  return change('security.passwordChangedAt', old, fresh)
}

function resetByAdmin(person: Person, until: number): Act {
  return world => {
    const seat = world.seats.find(seat => seat.person?.attributes['role'] === 'Administrator')
    if (seat === undefined || person.dormant) return undefined
    world.later(world.random.between(1, 6) * MINUTE_MS, signIn(person, until, 2))
    return world.event(CHANGE_PASSWORD, seat, person.ref, {
      changes: [newPassword(world, person)],
      comment: `Locked out, called the help desk. Ticket HD-${20000 + world.random.below(9999)}`,
    })
  }
}
