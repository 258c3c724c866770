/**
 * People come and go: accounts are created, deactivated, activated again, and deleted at last.
 * The company keeps between a least and a most number of them, so the sample needs no more memory the longer it runs.
 */

import type { JsonObject } from '@daybook/event'

import { deed } from '../catalogue.ts'
import { PEOPLE_MAX } from '../company.ts'
import { hire, textOf, type Person } from '../people.ts'
import { SITES } from '../sites.ts'
import { change, type Seat, type World } from '../world.ts'
import type { Doing } from './interactions.ts'
import { CHANGE_PASSWORD, newPassword } from './sign-in.ts'
import { set, somebody, updateTeam, type Correlation } from './users.ts'

const CREATE = deed('User Management', 'User', 'Create user')
const DELETE = deed('User Management', 'User', 'Delete user')
const ACTIVATE = deed('User Management', 'User', 'Activate user')
const DEACTIVATE = deed('User Management', 'User', 'Deactivate user')
const ASSIGN = deed('User Management', 'User', 'Assign role')

/** The company hires while fewer people than this are active. */
const PEOPLE_WANTED = 300

/** Someone joins: the account, then what it is given. */
export const createUser: Doing = (world, seat) => joiner(world, seat)

export function joiner(world: World, seat: Seat, correlation?: Correlation): JsonObject | undefined {
  const { company, random } = world
  if (
    company.people.length >= PEOPLE_MAX ||
    company.people.filter(person => person.active).length > PEOPLE_WANTED
  )
    return undefined
  const site = random.pick(SITES)
  const team = random.pick(company.teams.filter(team => team.site === site))
  const taken = new Set(company.people.map(({ attributes }) => textOf(attributes['userName'])))
  const person = hire({ random, site, role: 'Agent', team: team.name, at: world.now, taken })
  company.people.push(person)
  delete person.attributes['security.passwordChangedAt']
  const parent = { type: 'User', id: person.id }
  world.later(60, world => updateTeam(world, seat, team, person, 'added'))
  if (random.chance(0.3))
    world.later(120, world =>
      set(world, seat, person, ASSIGN, { role: 'Senior Agent' }, { correlation: parent }),
    )
  world.later(random.between(2, 30) * 1000, world =>
    world.event(CHANGE_PASSWORD, seat, person.ref, {
      changes: [newPassword(world, person)],
      correlation: parent,
      comment: 'First password',
    }),
  )
  const changes = Object.entries(person.attributes).map(([attribute, value]) =>
    change(attribute, undefined, value),
  )
  return world.event(CREATE, seat, person.ref, { changes, correlation: correlation ?? parent })
}

/** Someone leaves, comes back, or is forgotten. */
export const leaveOrReturn: Doing = (world, seat) => {
  const { company, random } = world
  const person = somebody(world)
  if (person === undefined || person.inSession) return undefined
  if (!person.active) {
    const gone = company.people.filter(person => !person.active).length
    return gone > 40 || random.chance(0.25)
      ? forget(world, seat, person)
      : set(world, seat, person, ACTIVATE, { status: 'Active' }, { comment: 'Back from leave' })
  }
  if (!textOf(person.attributes['role']).includes('Agent')) return undefined
  return set(
    world,
    seat,
    person,
    DEACTIVATE,
    { status: 'Inactive' },
    { comment: random.pick(['Left the company', 'Parental leave', 'End of season']) },
  )
}

function forget(world: World, seat: Seat, person: Person): JsonObject {
  const { people, teams } = world.company
  people.splice(people.indexOf(person), 1)
  const team = teams.find(({ members }) => members.some(({ id }) => id === person.id))
  if (team !== undefined) world.later(50, world => updateTeam(world, seat, team, person, 'removed'))
  const changes = Object.entries(person.attributes).map(([attribute, value]) =>
    change(attribute, value, undefined),
  )
  return world.event(DELETE, seat, person.ref, { changes })
}
