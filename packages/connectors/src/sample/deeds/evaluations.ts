/**
 * The life of one evaluation: created, started, submitted, acknowledged by the agent.
 * Each step's old status is the one before it, because each is only put on the agenda by the one before it.
 */

import type { JsonObject } from '@daybook/event'

import { deed } from '../catalogue.ts'
import { hex12 } from '../ids.ts'
import { change, type Seat, type World } from '../world.ts'
import { follow, playback, someInteraction, type Doing } from './interactions.ts'

const on = (activity: string) => deed('Quality Management', 'Evaluation Entity', activity)
const CREATED = on('Created')
const STARTED = on('Started')
const SUBMITTED = on('Submitted')
const ACKNOWLEDGED = on('Acknowledged')
const VIEWED = on('Viewed')

interface Evaluation {
  entity: JsonObject
  related: JsonObject[]
}

export const evaluate: Doing = (world, seat) => {
  const { random } = world
  const { agent, id } = someInteraction(world)
  const entity = {
    type: 'Evaluation Entity',
    id: `evaluation-${hex12(random)}`,
    name: `${random.pick(['Voice QA v3', 'Chat QA v2', 'Compliance short'])}, contact ${id}`,
  }
  const evaluation: Evaluation = { entity, related: [{ ...agent, role: 'evaluated' }] }
  follow(world, seat, random.between(5, 40), start(evaluation))
  return world.event(CREATED, seat, entity, {
    related: evaluation.related,
    changes: [change('status', undefined, 'Created')],
  })
}

function start({ entity, related }: Evaluation): Doing {
  return (world, seat) => {
    follow(world, seat, world.random.between(10, 60), playback)
    follow(world, seat, world.random.between(200, 1500), submit({ entity, related }))
    return world.event(STARTED, seat, entity, { related, changes: [change('status', 'Created', 'Started')] })
  }
}

function submit({ entity, related }: Evaluation): Doing {
  return (world, seat) => {
    const { random } = world
    const score = Math.min(100, Math.round(84 + random.bell() * 9))
    if (random.chance(0.5)) world.later(random.between(0.3, 6) * 3_600_000, acknowledge({ entity, related }))
    const changes = [change('status', 'Started', 'Submitted'), change('score', undefined, score)]
    return world.event(SUBMITTED, seat, entity, {
      related,
      changes,
      ...(score < 65 ? { comment: 'Coaching agreed' } : {}),
    })
  }
}

/** The evaluated agent reads it, when at work. */
function acknowledge({ entity, related }: Evaluation) {
  return (world: World): JsonObject | undefined => {
    const seat = world.seats.find(seat => seat.person?.id === related[0]?.['id'])
    if (seat === undefined) return undefined
    world.later(world.random.between(20, 300) * 1000, world => acknowledged(world, seat, { entity, related }))
    return world.event(VIEWED, seat, entity)
  }
}

function acknowledged(world: World, seat: Seat, { entity, related }: Evaluation): JsonObject | undefined {
  if (world.now >= seat.until) return undefined
  return world.event(ACKNOWLEDGED, seat, entity, {
    related,
    changes: [change('status', 'Submitted', 'Acknowledged')],
  })
}
