/**
 * Classics Inc. at the start of the sample: people, teams, configured things and recent interactions.
 * The same seed makes the same company; whatever happens later changes it in place and never beyond its named bounds.
 */

import type { Json, JsonObject } from '@daybook/event'

import { hex12 } from './ids.ts'
import { KINDS, type Kind } from './kinds.ts'
import { hire, type Person } from './people.ts'
import type { Random } from './random.ts'
import { SITES, type Site } from './sites.ts'
import { firstValue } from './values.ts'

/** People on the books at once; the longest gone leave the books first. */
export const PEOPLE_MAX = 400
/** Interactions that can still be looked at. */
export const INTERACTIONS_MAX = 2048

export interface Team {
  id: string
  name: string
  site: Site
  /** With the name that the person had on joining. */
  members: readonly { id: string; name: string }[]
}

/** Something configured: a policy, a plan, a role … `attributes` has dotted names. */
export interface Thing {
  id: string
  name: string
  kind: Kind
  attributes: Record<string, Json>
  /** The entity as events show it. */
  ref: JsonObject
  /** Only the story of the incident touches it. */
  held: boolean
}

export interface Interaction {
  id: string
  channel: string
  screen: boolean
  agent: JsonObject
  /** Where its media file is; undefined once that was deleted. */
  tier: string | undefined
  /** Its business data, once there is any. */
  order: string | undefined
}

export interface Company {
  people: Person[]
  teams: Team[]
  things: Map<Kind, Thing[]>
  interactions: Interaction[]
  /** The next place in `interactions` to be overwritten. */
  oldest: number
  /** How many interactions there have been; numbers them. */
  handled: number
}

const STAFF: readonly (readonly [role: string, perSite: number])[] = [
  ['Supervisor', 3],
  ['Quality Evaluator', 2],
]
const CENTRAL: readonly (readonly [site: string, role: string, count: number])[] = [
  ['London', 'Analyst', 5],
  ['Boston', 'Analyst', 3],
  ['Bengaluru', 'Analyst', 2],
  ['London', 'Administrator', 3],
  ['Boston', 'Administrator', 2],
  ['Manila', 'Administrator', 2],
  ['Kraków', 'WFM Planner', 3],
  ['Bengaluru', 'WFM Planner', 2],
  ['London', 'Compliance Officer', 2],
  ['Boston', 'Compliance Officer', 1],
]
/** The people whom the documents and this folder's README speak of. */
const KNOWN: readonly (readonly [name: string, role: string])[] = [
  ['Clarissa Dalloway', 'Analyst'],
  ['Peter Walsh', 'Supervisor'],
  ['Sally Seton', 'Quality Evaluator'],
  ['Hugh Whitbread', 'Administrator'],
  ['Septimus Smith', 'Agent'],
  ['Doris Kilman', 'Agent'],
]
const TEAM_NAMES = ['Billing', 'Claims', 'Retention', 'Night Desk', 'Orders']
const CHANNELS: readonly (readonly [string, number])[] = [
  ['Voice', 48],
  ['Chat', 20],
  ['Email', 13],
  ['WhatsApp', 6],
  ['SMS', 4],
  ['Facebook Messenger', 2],
  ['Microsoft Teams', 2],
  ['LINE Messaging', 2],
  ['Slack', 1],
  ['Viber', 1],
]

export function foundCompany(random: Random, from: number): Company {
  const company: Company = {
    people: [],
    teams: [],
    things: new Map(),
    interactions: [],
    oldest: 0,
    handled: 0,
  }
  foundTeams(company, random)
  const taken = new Set<string>()
  const add = (site: Site, role: string, known?: string): Person => {
    const team = random.pick(company.teams.filter(team => team.site === site))
    const person = hire({
      random,
      site,
      role,
      team: team.name,
      at: from,
      taken,
      ...(known === undefined ? {} : { known }),
    })
    company.people.push(person)
    if (role === 'Agent' || role === 'Senior Agent' || role === 'Supervisor') join(team, person)
    return person
  }

  const london = siteCalled('London')
  for (const [name, role] of KNOWN) add(london, role, name).held = true
  for (const site of SITES) {
    for (const [role, count] of STAFF) for (let n = 0; n < count; n++) add(site, role)
    for (let n = 0; n < site.agents; n++) add(site, random.chance(0.2) ? 'Senior Agent' : 'Agent')
  }
  for (const [city, role, count] of CENTRAL) for (let n = 0; n < count; n++) add(siteCalled(city), role)

  foundThings(company, random)
  for (let n = 0; n < INTERACTIONS_MAX / 4; n++) handleInteraction(company, random)
  return company
}

/** The team as it was told last stays as it was: the list is replaced, never changed. */
export function join(team: Team, person: Person): void {
  team.members = [...team.members, { id: person.id, name: person.name }]
}

export function part(team: Team, person: Person): void {
  team.members = team.members.filter(({ id }) => id !== person.id)
}

function siteCalled(city: string): Site {
  const site = SITES.find(site => site.city === city)
  if (site === undefined) throw new Error(`no such site: ${city}`)
  return site
}

function foundTeams(company: Company, random: Random): void {
  for (const site of SITES) {
    const count = Math.max(2, Math.round(site.agents / 12))
    for (const name of TEAM_NAMES.slice(0, count)) {
      company.teams.push({ id: `team-${hex12(random)}`, name: `${name} ${site.city}`, site, members: [] })
    }
  }
}

function foundThings(company: Company, random: Random): void {
  for (const kind of KINDS) {
    const things: Thing[] = []
    for (let n = 0; n < kind.least; n++) things.push(makeThing(kind, things, random))
    for (const thing of things) {
      const step = kind.steps?.[0]
      if (step !== undefined && random.chance(0.75)) thing.attributes['status'] = step.to
    }
    company.things.set(kind, things)
  }
}

/** A new thing of this kind, named unlike the others. It is not yet among them. */
export function makeThing(kind: Kind, others: readonly Thing[], random: Random): Thing {
  const name = freeName(kind, others, random)
  const attributes: Record<string, Json> = { name }
  for (const [attribute, values] of Object.entries(kind.attributes))
    attributes[attribute] = firstValue(values, random)
  if (kind.status !== undefined) attributes['status'] = kind.status
  const id = `${kind.prefix}-${hex12(random)}`
  return { id, name, kind, attributes, ref: { type: kind.entity, id, name }, held: false }
}

export function freeName(kind: Kind, others: readonly Thing[], random: Random): string {
  const start = others.length < kind.names.length ? others.length : random.below(kind.names.length)
  const name = kind.names[start] ?? kind.prefix
  for (let version = 1; ; version++) {
    const candidate = version === 1 ? name : `${name} (${version})`
    if (!others.some(other => other.name === candidate)) return candidate
  }
}

/** An agent has handled an interaction; the oldest one is forgotten. */
export function handleInteraction(company: Company, random: Random, by?: Person): Interaction {
  const agent = by ?? random.pick(company.people)
  const interaction: Interaction = {
    id: String(498_120_000_000 + company.handled++ * 17),
    channel: random.weighted(CHANNELS),
    screen: random.chance(0.3),
    agent: { type: 'User', id: agent.id, name: agent.name, role: 'agent' },
    tier: 'active',
    order: undefined,
  }
  company.interactions[company.oldest] = interaction
  company.oldest = (company.oldest + 1) % INTERACTIONS_MAX
  return interaction
}
