/**
 * What works without people: provisioning, life cycle of media files, extraction by access keys, the summarising agent.
 * A machine has a seat without an end; `machineEvent` always has something to tell.
 */

import type { JsonObject } from '@daybook/event'

import { deed } from '../catalogue.ts'
import type { Thing } from '../company.ts'
import { hex12 } from '../ids.ts'
import { change, type Seat, type World } from '../world.ts'
import { someInteraction, view, type Doing } from './interactions.ts'
import { kindOf, tend } from './things.ts'
import { createUser, leaveOrReturn } from './joiners.ts'
import { updateUser } from './users.ts'

const forever = { offset: 0, until: Number.POSITIVE_INFINITY, lunchFrom: 0, lunchTo: 0 }

const SCIM: Seat = {
  actor: { type: 'bot', id: 'bot-scim', name: 'scim-provisioner' },
  accessMethod: 'SCIM',
  ip: '192.0.2.10',
  userAgent: 'scim-client/3.4',
  region: 'EU1',
  ...forever,
}
const SCHEDULER: Seat = {
  actor: { type: 'system', id: 'system-scheduler', name: 'Scheduler' },
  accessMethod: 'System',
  region: 'EU1',
  ...forever,
}
const LIFECYCLE: Seat = {
  actor: { type: 'system', id: 'system-lifecycle', name: 'Storage life cycle' },
  accessMethod: 'System',
  region: 'EU1',
  ...forever,
}
const SUMMARY: Seat = {
  actor: { type: 'aiAgent', id: 'agent-auto-summary', name: 'Auto Summary' },
  accessMethod: 'API',
  ip: '192.0.2.24',
  userAgent: 'auto-summary/1.9',
  region: 'EU1',
  ...forever,
}
const COPILOT: Seat = {
  actor: { type: 'aiAgent', id: 'agent-coaching', name: 'Coaching Copilot' },
  accessMethod: 'API',
  ip: '192.0.2.25',
  userAgent: 'coaching-copilot/0.7',
  region: 'NA1',
  ...forever,
}

const LONG_TERM = deed('Storage', 'Media_File', 'MoveToLongTermStorage')
const RETRIEVE = deed('Storage', 'Media_File', 'RetrieveFromLongTermStorage')
const DELETE_FILE = deed('Storage', 'Media_File', 'DeleteMediaFile')

/** A media file moves from active to long-term storage and back, and is deleted at last. */
const moveMediaFile: Doing = (world, seat) => {
  const interaction = someInteraction(world)
  const { tier } = interaction
  if (tier === undefined) return undefined
  const deleted = tier === 'long-term' && world.random.chance(0.3)
  const done = deleted ? DELETE_FILE : tier === 'active' ? LONG_TERM : RETRIEVE
  if (world.random.chance(0.02))
    return world.event(done, seat, mediaFile(interaction.id), {
      failure: 'The storage did not answer in time',
    })
  interaction.tier = deleted ? undefined : tier === 'active' ? 'long-term' : 'active'
  return world.event(done, seat, mediaFile(interaction.id), {
    changes: [change('tier', tier, interaction.tier)],
  })
}

function mediaFile(contact: string): JsonObject {
  return { type: 'Media_File', id: `media-${contact}` }
}

const ACCESS_KEY = kindOf('User Management', 'Access Key')
const VALIDATE = deed('User Management', 'Access Key', 'Validate access key')
const AUTHENTICATE = deed('User Management', 'Authentication User', 'Authenticate')
const EXTRACTIONS = [
  'recording-interaction-metadata',
  'recording-interaction-metadata',
  'qm-workflows',
  'qm-questions',
  'SM-01',
  'wfm-payroll',
].map(entity => deed('Data Extraction APIs', entity, 'Extract data requested'))

/** Where the programs that use an access key run. */
export function keySeat(key: Thing, ip: string, userAgent: string): Seat {
  return {
    actor: { type: 'apiKey', id: key.id, name: key.name },
    accessMethod: 'API',
    ip,
    userAgent,
    region: 'EU1',
    ...forever,
  }
}

function someKey(world: World): { key: Thing; seat: Seat } {
  const keys = (world.company.things.get(ACCESS_KEY) ?? []).filter(({ held }) => !held)
  const key = world.random.pick(keys)
  return {
    key,
    seat: keySeat(key, `203.0.113.${200 + (key.id.charCodeAt(5) % 20)}`, 'bi-export/2.1 python-httpx/0.28'),
  }
}

const extract: Doing = world => {
  const { random } = world
  const { key, seat } = someKey(world)
  for (let pages = random.below(4); pages > 0; pages--)
    world.later(random.between(2, 90) * 1000, world => extraction(world, seat))
  world.later(random.between(200, 900), world => extraction(world, seat))
  if (random.chance(0.15))
    return world.event(AUTHENTICATE, seat, { type: 'Authentication User', id: key.id, name: key.name })
  return world.event(VALIDATE, seat, key.ref)
}

export function extraction(world: World, seat: Seat, rows = 100 + world.random.below(9900)): JsonObject {
  const { random } = world
  const done = random.pick(EXTRACTIONS)
  const entity = { type: done.entity, id: `job-${hex12(random)}` }
  if (random.chance(0.03))
    return world.event(done, seat, entity, {
      failure: random.pick(['Rate limit reached', 'The range is longer than 31 days', 'Timed out']),
    })
  return world.event(done, seat, entity, { metadata: { rows, format: 'json' } })
}

const MACHINES: readonly (readonly [Doing, Seat, number])[] = [
  [moveMediaFile, LIFECYCLE, 28],
  [extract, SCHEDULER, 13],
  [view, SUMMARY, 24],
  [view, COPILOT, 6],
  [updateUser, SCIM, 9],
  [createUser, SCIM, 2],
  [leaveOrReturn, SCIM, 1],
  [tend('Data Policies', 'Policy Instance'), SCHEDULER, 2],
  [tend('Workforce Management', 'Employee Allotment'), SCHEDULER, 1],
  [tend('Data Request Registry', 'DATAFLOW'), SCHEDULER, 1],
]
const WEIGHTED = MACHINES.map(machine => [machine, machine[2]] as const)

export function machineEvent(world: World): JsonObject {
  const [doing, seat] = world.random.weighted(WEIGHTED)
  return doing(world, seat) ?? extraction(world, someKey(world).seat)
}
