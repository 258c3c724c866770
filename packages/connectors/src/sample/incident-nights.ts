/**
 * The nights of the incident, minute by minute. The README says what there is to see.
 * Each step is exactly one event, and its old values are what the company knows at that minute.
 */

import type { JsonObject } from '@daybook/event'

import { deed } from './catalogue.ts'
import { makeThing, type Company, type Thing } from './company.ts'
import { keySeat, extraction } from './deeds/machines.ts'
import { newPassword } from './deeds/sign-in.ts'
import { kindOf, setThing } from './deeds/things.ts'
import { hex12 } from './ids.ts'
import { setAttribute, type Person } from './people.ts'
import type { Random } from './random.ts'
import { change, type Extra, type Seat, type World } from './world.ts'

const user = (activity: string) => deed('User Management', 'User', activity)
const LOGIN = user('Login')
const LOGOUT = user('Logout')
const UPDATE_POLICY = 'Edit existing policy'
const ACCESS_KEY = kindOf('User Management', 'Access Key')
const SEARCH = deed('Search', 'Search', 'Search query')
const DELETE = deed('Search', 'Search', 'Delete recordings')
const EXPORT = deed('Interaction Analytics', 'Interaction Text', 'Export')
const DOWNLOADS = ['Voice recording', 'Voice & screen recording'].map(entity =>
  deed('Player', entity, 'Download Media File'),
)
const DOWNLOAD_USERS = deed('User Management', 'Bulk Upload Download Entity', 'Download User')
const CREATE_KEY = deed('User Management', 'Access Key', 'Create access key')
const COUNTRY = 'SC'

/** One step of the story; it always has an event to tell. */
export type Step = (world: World) => JsonObject

export interface Cast {
  victim: Person
  dormant: Person
  policy: Thing
}

/** Where the intruder sits, in the name of someone. */
function intruder(person: Person, host: number, random?: Random): Seat {
  const seat: Seat = {
    actor: person.actor,
    accessMethod: random === undefined ? 'API' : 'UI',
    ip: `192.0.2.${host}`,
    userAgent:
      random === undefined
        ? 'python-requests/2.32.5'
        : 'Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/141.0',
    region: 'EU1',
    offset: 0,
    until: Number.POSITIVE_INFINITY,
    lunchFrom: 0,
    lunchTo: 0,
  }
  if (random !== undefined) seat.sessionId = `s-${hex12(random)}`
  return seat
}

/** Puts a step into the night, so many minutes after its hour. */
export type At = (minute: number, step: Step) => void

/** Passwords from elsewhere are tried on many accounts, and again and again on one. */
export function stuffing(company: Company, random: Random, { victim }: Cast, at: At, tries: number): void {
  const accounts = company.people.slice(0, 60).filter(person => person.active)
  const fail =
    (person: Person, failure: string): Step =>
    world =>
      world.event(LOGIN, intruder(person, 140 + world.random.below(4)), person.ref, {
        failure,
        metadata: { country: COUNTRY },
      })
  for (let n = 0; n < tries; n++) {
    const reason = random.weighted([
      ['Wrong password', 80],
      ['Account locked', 12],
      ['Sign-in from this country needs a one-time code', 8],
    ] as const)
    at(40 + (70 * n) / tries, fail(random.pick(accounts), reason))
  }
  for (let n = 0; n < 9; n++) at(95 + n * 1.6, fail(victim, 'Wrong password'))
}

/** The administrator's account opens, and a forgotten one gets rights. */
export function takeover({ victim, dormant }: Cast, at: At): void {
  let seat: Seat | undefined
  const inside = (world: World): Seat => (seat ??= intruder(victim, 143, world.random))
  at(52, world =>
    world.event(LOGIN, inside(world), victim.ref, {
      metadata: { country: COUNTRY, mfa: false, attempt: 10 },
    }),
  )
  at(58, world =>
    world.event(
      DOWNLOAD_USERS,
      inside(world),
      { type: DOWNLOAD_USERS.entity, id: `bulk-${hex12(world.random)}`, name: 'user.csv' },
      { metadata: { rows: world.company.people.length } },
    ),
  )
  at(69, world => assign(world, inside(world), dormant, 'Activate user', { status: 'Active' }))
  at(71, world => assign(world, inside(world), dormant, 'Assign role', { role: 'Administrator' }))
  at(73, world =>
    world.event(user('Change password'), inside(world), dormant.ref, {
      changes: [newPassword(world, dormant)],
    }),
  )
  at(75, world => world.event(LOGOUT, inside(world), victim.ref))
}

function assign(world: World, seat: Seat, person: Person, activity: string, fresh: JsonObject): JsonObject {
  const changes = Object.entries(fresh).map(([attribute, value]) =>
    change(attribute, person.attributes[attribute], value),
  )
  for (const [attribute, value] of Object.entries(fresh)) setAttribute(person, attribute, value)
  return world.event(user(activity), seat, person.ref, { changes })
}

/** In the morning the administrator finds the account locked, and nobody asks why. */
export function helpDesk(company: Company, { victim }: Cast): Step {
  return world => {
    const helper =
      company.people.find(
        person => person.active && !person.held && person.attributes['role'] === 'Administrator',
      ) ?? victim
    const seat: Seat = {
      ...intruder(helper, 0, world.random),
      ip: helper.officeIp,
      userAgent: helper.userAgent,
      region: helper.site.region,
    }
    return world.event(user('Change password'), seat, victim.ref, {
      changes: [newPassword(world, victim)],
      comment: 'Says that the account was locked this morning. Ticket HD-31877',
    })
  }
}

/** The second night: nothing is recorded at the payments desk, much leaves the house, and some of it is put back. */
export function exportNight({ dormant, policy }: Cast, at: At, downloads: number): void {
  let seat: Seat | undefined
  const inside = (world: World): Seat => (seat ??= intruder(dormant, 151, world.random))
  const plain = (
    minute: number,
    done: typeof LOGIN,
    entity: (world: World) => JsonObject,
    extra: Extra = {},
  ): void => at(minute, world => world.event(done, inside(world), entity(world), extra))
  const search = (name: string) => (world: World) => ({
    type: 'Search',
    id: `search-${hex12(world.random)}`,
    name,
  })

  plain(58, LOGIN, () => dormant.ref, { metadata: { country: COUNTRY, mfa: false, attempt: 1 } })
  at(63, world => setThing(world, inside(world), policy, UPDATE_POLICY, { enabled: false }))
  for (const [n, name] of ['card number', 'sort code', 'passport', 'IBAN'].entries())
    plain(66 + n * 3, SEARCH, search(name), { metadata: { found: 1900 - n * 411 } })
  for (let n = 0; n < 6; n++) {
    plain(
      80 + n * 4,
      EXPORT,
      world => ({ type: EXPORT.entity, id: `export-${hex12(world.random)}`, name: `part ${n + 1} of 6` }),
      { metadata: { rows: 50_000, format: 'csv' } },
    )
  }
  for (let n = 0; n < downloads; n++) {
    at(106 + (78 * n) / downloads, world => {
      const done = world.random.pick(DOWNLOADS)
      return world.event(done, inside(world), {
        type: done.entity,
        id: world.random.pick(world.company.interactions).id,
      })
    })
  }
  at(194, createKey(inside))
  plain(199, DELETE, search('card number'), {
    failure: 'Permission denied: approval of a second person is missing',
  })
  for (let n = 0; n < 5; n++)
    plain(201 + n, DELETE, search('card number'), { metadata: { recordings: 40 + n * 7 } })
  at(211, world => setThing(world, inside(world), policy, UPDATE_POLICY, { enabled: true }))
  at(213, world => assign(world, inside(world), dormant, 'Unassign role', { role: 'Agent' }))
  at(214, world => assign(world, inside(world), dormant, 'Deactivate user', { status: 'Inactive' }))
  plain(215, LOGOUT, () => dormant.ref)
}

const KEY_NAME = 'reporting-temp'

function createKey(inside: (world: World) => Seat): Step {
  return world => {
    const keys = world.company.things.get(ACCESS_KEY) ?? []
    const made = makeThing(ACCESS_KEY, keys, world.random)
    const key: Thing = {
      ...made,
      name: KEY_NAME,
      held: true,
      attributes: { name: KEY_NAME, scopes: ['extract.read', 'users.read'], 'expires.days': 365 },
      ref: { type: 'Access Key', id: made.id, name: KEY_NAME },
    }
    keys.push(key)
    const changes = Object.entries(key.attributes).map(([attribute, value]) =>
      change(attribute, undefined, value),
    )
    return world.event(CREATE_KEY, inside(world), key.ref, { changes })
  }
}

/** What was not put back is used. */
export function lateExtraction(pages: number, at: At): void {
  for (let n = 0; n < pages; n++) {
    at((50 * n) / pages, world => {
      const key = (world.company.things.get(ACCESS_KEY) ?? []).find(({ name }) => name === KEY_NAME)
      if (key === undefined) throw new Error('the key was never made')
      return extraction(world, keySeat(key, '192.0.2.152', 'python-requests/2.32.5'), 10_000)
    })
  }
}
