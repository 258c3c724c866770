/**
 * What is edited about accounts: skills, team, role, name, telephone and the rest.
 * What follows from a change (a team gains a member) is an event of its own that names its parent as correlation.
 */

import type { Json, JsonObject } from '@daybook/event'

import { deed, type Deed } from '../catalogue.ts'
import { join, part, type Team } from '../company.ts'
import { LICENCES, setAttribute, SKILLS, textOf, TITLES, type Person } from '../people.ts'
import { SITES } from '../sites.ts'
import { nextList } from '../values.ts'
import { change, type Extra, type Seat, type World } from '../world.ts'
import type { Doing } from './interactions.ts'

const UPDATE = deed('User Management', 'User', 'Update user')
const UPDATE_TEAM = deed('User Management', 'Team', 'Update team')

/** The parent of a change set. */
export type Correlation = { type: string; id: string }
type Alteration = (world: World, person: Person) => JsonObject

const ALTERATIONS: readonly (readonly [Alteration, number])[] = [
  [
    (world, { attributes }) => ({
      skills: nextList(SKILLS, listOf(attributes['skills']), 1, 6, world.random),
    }),
    30,
  ],
  [(world, person) => ({ team: world.random.pick(teamsOf(world, person)).name }), 14],
  [(_, { attributes }) => ({ role: otherRole(textOf(attributes['role'])) }), 8],
  [(world, { attributes }) => ({ 'profile.title': other(world, TITLES, attributes['profile.title']) }), 8],
  [(world, { site }) => ({ 'profile.phone': `${site.phone}${100 + world.random.below(900)}` }), 8],
  [(_, { attributes }) => ({ 'security.mfaRequired': attributes['security.mfaRequired'] !== true }), 6],
  [(world, { attributes }) => ({ licence: other(world, LICENCES, attributes['licence']) }), 6],
  [(world, person) => renamed(world, person), 4],
  [
    (world, { attributes }) => ({
      'profile.locale': other(
        world,
        ['en-GB', 'en-US', 'pl-PL', 'pt-BR', 'ar-EG'],
        attributes['profile.locale'],
      ),
      'profile.timeZone': other(
        world,
        SITES.map(site => site.zone),
        attributes['profile.timeZone'],
      ),
    }),
    3,
  ],
  [
    (world, person) => ({
      team: world.random.pick(teamsOf(world, person)).name,
      skills: nextList(SKILLS, listOf(person.attributes['skills']), 1, 6, world.random),
      'profile.title': other(world, TITLES, person.attributes['profile.title']),
    }),
    6,
  ],
]

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : []
}

function other(world: World, values: readonly string[], present: Json | undefined): string {
  return world.random.pick(values.filter(value => value !== present))
}

function teamsOf(world: World, person: Person): Team[] {
  return world.company.teams.filter(
    ({ site, name }) => site === person.site && name !== person.attributes['team'],
  )
}

/** Careers among agents; the other roles keep their number. */
function otherRole(role: string): string {
  if (role === 'Agent') return 'Senior Agent'
  if (role === 'Senior Agent') return 'Agent'
  return role
}

/** A new family name: the sign-in name and the address follow it. */
function renamed(world: World, { attributes, name, site }: Person): JsonObject {
  const old = textOf(attributes['userName'])
  const base = old.replace(/\d+$/, '')
  const userName = `${base}${2 + world.random.below(97)}`
  if (userName === old) return {}
  if (world.random.chance(0.5)) return { userName }
  const [given = name] = name.split(' ')
  const colleagues = world.company.people.filter(person => person.site === site)
  const family = world.random.pick(colleagues).name.split(' ').at(-1) ?? name
  return { userName, email: `${userName}@classics.example`, 'profile.displayName': `${given} ${family}` }
}

export function somebody(world: World): Person | undefined {
  const person = world.random.pick(world.company.people)
  return person.held ? undefined : person
}

export const updateUser: Doing = (world, seat) => alter(world, seat, somebody(world))

export function alter(
  world: World,
  seat: Seat,
  person: Person | undefined,
  correlation?: Correlation,
): JsonObject | undefined {
  if (person === undefined || !person.active) return undefined
  const { random } = world
  if (correlation === undefined && random.chance(0.015)) {
    const failure = random.pick([
      'Permission denied: users.edit is missing',
      'The user name is taken',
      'Someone else has changed the user meanwhile',
    ])
    return world.event(UPDATE, seat, person.ref, { failure })
  }
  const fresh = random.weighted(ALTERATIONS)(world, person)
  const extra: Extra = correlation === undefined ? {} : { correlation }
  if (correlation === undefined && random.chance(0.06))
    extra.comment = random.pick([
      'HR request',
      'Moved to another line of business',
      'Po rozmowie z kierownikiem',
      'Temporary, until the end of the month',
    ])
  return set(world, seat, person, UPDATE, fresh, extra)
}

/** Gives these attributes these values, and tells it; undefined when nothing differs. */
export function set(
  world: World,
  seat: Seat,
  person: Person,
  done: Deed,
  fresh: JsonObject,
  extra: Extra = {},
): JsonObject | undefined {
  const changes: JsonObject[] = []
  const leaving = person.attributes['team']
  for (const [attribute, value] of Object.entries(fresh)) {
    const old = person.attributes[attribute]
    if (old === value) continue
    setAttribute(person, attribute, value)
    changes.push(change(attribute, old, value))
  }
  if (changes.length === 0) return undefined
  if (fresh['team'] !== undefined && fresh['team'] !== leaving)
    moveTeams(world, seat, person, leaving, fresh['team'])
  return world.event(done, seat, person.ref, { ...extra, changes })
}

function moveTeams(
  world: World,
  seat: Seat,
  person: Person,
  from: Json | undefined,
  to: Json | undefined,
): void {
  const find = (name: Json | undefined) => world.company.teams.find(team => team.name === name)
  const [old, fresh] = [find(from), find(to)]
  if (old?.members.some(({ id }) => id === person.id) === true)
    world.later(40, world => updateTeam(world, seat, old, person, 'removed'))
  if (fresh !== undefined) world.later(90, world => updateTeam(world, seat, fresh, person, 'added'))
}

export function updateTeam(
  world: World,
  seat: Seat,
  team: Team,
  person: Person,
  role: 'added' | 'removed',
): JsonObject | undefined {
  const present = team.members.some(({ id }) => id === person.id)
  if (present === (role === 'added')) return undefined
  const old = team.members.map(({ name }) => name)
  if (role === 'added') join(team, person)
  else part(team, person)
  const fresh = team.members.map(({ name }) => name)
  return world.event(
    UPDATE_TEAM,
    seat,
    { type: 'Team', id: team.id, name: team.name },
    {
      changes: [change('members', old, fresh)],
      related: [{ type: 'User', id: person.id, name: person.name, role }],
      correlation: { type: 'User', id: person.id },
    },
  )
}
