/**
 * People of Classics Inc.: who they are, where and when they work, from which machine.
 * `attributes` is what the company knows of a person; every event that changes it names the value that was there.
 */

import type { Json, JsonObject } from '@daybook/event'

import { hex12, TimeWriter } from './ids.ts'
import { CULTURES, spellings } from './names.ts'
import type { Random } from './random.ts'
import type { Shift, Site } from './sites.ts'

const DAY_MS = 86_400_000

export interface Person {
  id: string
  name: string
  site: Site
  shift: Shift
  /** Hours of the local day at which the lunch break begins. */
  lunch: number
  /** Works on the weekend of the site too, now and then. */
  weekends: boolean
  attributes: Record<string, Json>
  /** As events show the person. Made anew when the name or the address changes. */
  actor: JsonObject
  ref: JsonObject
  home: string
  officeIp: string
  remote: boolean
  userAgent: string
  /** Active on the books; the others do not sign in. */
  active: boolean
  /** Nobody edits this account by chance: the documents and the incident need it as it is. */
  held: boolean
  /** An account without anyone behind it. */
  dormant: boolean
  inSession: boolean
}

export const SKILLS = [
  'Billing',
  'Claims',
  'Orders',
  'Retention',
  'Chat',
  'Email',
  'English',
  'Polski',
  'Português',
  'العربية',
  'Español',
  'Tagalog',
]
export const TITLES = [
  'Customer Advisor',
  'Senior Advisor',
  'Team Lead',
  'Specialist',
  'Trainee',
  'Floor Walker',
]
export const LICENCES = ['Advanced', 'Essential', 'Complete', 'Digital only']
const AGENTS = [
  'Chrome/141.0 (Windows 11)',
  'Edge/141.0 (Windows 11)',
  'Safari/26.0 (macOS 15)',
  'Firefox/143.0 (Linux x86_64)',
  'Chrome/141.0 (ChromeOS)',
]
const time = new TimeWriter()

interface Hiring {
  random: Random
  site: Site
  role: string
  team: string
  at: number
  /** Addresses in use; the new one is added. */
  taken: Set<string>
  known?: string
}

export function hire({ random, site, role, team, at, taken, known }: Hiring): Person {
  const person = invent(random, site, known)
  let userName = person.address
  for (let n = 2; taken.has(userName); n++) userName = `${person.address}${n}`
  taken.add(userName)
  const id = `user-${hex12(random)}`
  const email = `${userName}@classics.example`
  const hired = at - random.below(known === undefined ? 2000 : 3000) * DAY_MS
  const start = random.below(SKILLS.length - 3)
  const attributes: Record<string, Json> = {
    userName,
    email,
    role,
    team,
    status: 'Active',
    skills: SKILLS.slice(start, start + 1 + random.below(4)),
    licence: random.pick(LICENCES),
    'profile.displayName': person.name,
    'profile.title': role.includes('Agent') ? random.pick(TITLES) : role,
    'profile.phone': `${site.phone}${100 + random.below(900)}`,
    'profile.locale': site.locale,
    'profile.timeZone': site.zone,
    'profile.address.city': site.city,
    'profile.hireDate': time.write(hired).slice(0, 10),
    'security.mfaRequired': role !== 'Agent' || random.chance(0.6),
    'security.passwordChangedAt': time.write(at - random.below(80 * DAY_MS)),
  }
  const central = !role.includes('Agent') && role !== 'Supervisor'
  return {
    id,
    name: person.name,
    site,
    shift: central ? { from: 9, to: 17.5, share: 1 } : shiftOf(site, random),
    lunch: random.between(11.9, 12.7),
    weekends: !central && random.chance(0.3),
    attributes,
    actor: { type: 'user', id, name: person.name, email },
    ref: { type: 'User', id, name: person.name },
    home: `2001:db8:${(0x1000 + random.below(0xe000)).toString(16)}:${random.below(0xffff).toString(16)}::${random.below(0xffff).toString(16)}`,
    officeIp: `${site.network}.${SITE_HOSTS.indexOf(site.city) * 8 + random.below(8) + 8}`,
    remote: random.chance(0.35),
    userAgent: random.pick(AGENTS),
    active: true,
    held: false,
    dormant: false,
    inSession: false,
  }
}

/** Places in the office networks, so that each site has its own few addresses. */
const SITE_HOSTS = ['London', 'Boston', 'Kraków', 'São Paulo', 'Manila', 'Bengaluru', 'Cairo', 'Sydney']

function invent(random: Random, site: Site, known?: string): { name: string; address: string } {
  if (known !== undefined) return { name: known, address: known.toLowerCase().replace(' ', '.') }
  const culture = CULTURES[random.pick(site.cultures)]
  if (culture === undefined) throw new Error(`no names for ${site.city}`)
  const given = spellings(random.pick(culture.given))
  const family = spellings(random.pick(culture.family))
  return { name: `${given.written} ${family.written}`, address: `${given.plain}.${family.plain}` }
}

function shiftOf(site: Site, random: Random): Shift {
  return random.weighted(site.shifts.map(shift => [shift, shift.share] as const))
}

/** The attribute, when it is a text. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** Applies a new value, and keeps what events show of the person in step. */
export function setAttribute(person: Person, attribute: string, value: Json): void {
  person.attributes[attribute] = value
  if (attribute === 'profile.displayName') person.name = textOf(value)
  if (attribute === 'status') person.active = value === 'Active'
  if (attribute === 'profile.displayName' || attribute === 'email') {
    const email = textOf(person.attributes['email'])
    person.actor = { type: 'user', id: person.id, name: person.name, email }
    person.ref = { type: 'User', id: person.id, name: person.name }
  }
}
