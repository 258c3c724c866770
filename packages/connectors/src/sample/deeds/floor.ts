/**
 * What happens on the floor while interactions are going on: agents handle them, supervisors listen and watch.
 * Business data has one value at a time; a correction tells the value that was there.
 */

import { deed } from '../catalogue.ts'
import { handleInteraction, type Interaction } from '../company.ts'
import { hex12 } from '../ids.ts'
import { change } from '../world.ts'
import { follow, type Doing } from './interactions.ts'

const START_MONITOR = deed('Screen Monitor', 'Realtime screen monitoring', 'Start screen monitoring')
const STOP_MONITOR = deed('Screen Monitor', 'Realtime screen monitoring', 'Stop screen monitoring')

export const monitorScreen: Doing = (world, seat) => {
  const { random } = world
  const watched = random.pick(world.seats).person
  if (watched === undefined || watched === seat.person) return undefined
  const entity = { type: 'Realtime screen monitoring', id: `monitor-${hex12(random)}`, name: watched.name }
  const related = [{ type: 'User', id: watched.id, name: watched.name, role: 'watched' }]
  if (random.chance(0.03))
    return world.event(START_MONITOR, seat, entity, {
      related,
      failure: 'The agent’s desktop does not answer',
    })
  const seconds = Math.round(random.between(40, 900))
  follow(world, seat, seconds, (world, seat) =>
    world.event(STOP_MONITOR, seat, entity, { related, metadata: { seconds } }),
  )
  return world.event(START_MONITOR, seat, entity, { related })
}

const CONTACT = ['Monitor', 'Monitor', 'Coach', 'Take over'].map(activity =>
  deed('Supervisor', 'Agent contact', activity),
)
const STATE = deed('Supervisor', 'User', 'Change agent state')
const PUT_OUT = deed('Supervisor', 'User', 'Log out agent')

export const supervise: Doing = (world, seat) => {
  const { random } = world
  const agent = random.pick(world.seats).person
  if (agent === undefined || agent === seat.person) return undefined
  if (random.chance(0.3)) {
    const comment = random.pick(['Left without signing out', 'Stuck in wrap-up', 'Moved to the chat queue'])
    return world.event(random.chance(0.7) ? STATE : PUT_OUT, seat, agent.ref, { comment })
  }
  const interaction = handleInteraction(world.company, random, agent)
  return world.event(
    random.pick(CONTACT),
    seat,
    { type: 'Agent contact', id: interaction.id },
    { related: [interaction.agent] },
  )
}

const DATA_CREATED = deed('Recording', 'Business data', 'Business data created')
const DATA_UPDATED = deed('Recording', 'Business data', 'Business data updated')
const SEGMENT = deed('Recording', 'Business Data-Segments', 'Business data created')
const PAUSE = deed('Recording', 'Recording API', 'Pause recording')
const RESUME = deed('Recording', 'Recording API', 'Resume recording')

/** An agent handles an interaction and writes its business data. */
export const handle: Doing = (world, seat) => {
  const { random } = world
  const interaction = handleInteraction(world.company, random, seat.person)
  interaction.order = `ORD-${100000 + random.below(900000)}`
  const entity = { type: 'Business data', id: interaction.id }
  if (random.chance(0.1)) follow(world, seat, random.between(30, 600), correctOrder(interaction))
  if (random.chance(0.05)) {
    const segment = { type: 'Business Data-Segments', id: `${interaction.id}-2` }
    follow(world, seat, random.between(20, 200), (world, seat) =>
      world.event(SEGMENT, seat, segment, { changes: [change('segment', undefined, 'transfer')] }),
    )
  }
  return world.event(DATA_CREATED, seat, entity, { changes: [change('order', undefined, interaction.order)] })
}

function correctOrder(interaction: Interaction): Doing {
  return (world, seat) => {
    const old = interaction.order
    interaction.order = `ORD-${100000 + world.random.below(900000)}`
    const changes = [change('order', old, interaction.order)]
    return world.event(DATA_UPDATED, seat, { type: 'Business data', id: interaction.id }, { changes })
  }
}

/** Pauses the recording while a card number is read out. */
export const pauseRecording: Doing = (world, seat) => {
  const entity = { type: 'Recording API', id: handleInteraction(world.company, world.random, seat.person).id }
  follow(world, seat, world.random.between(15, 70), (world, seat) => world.event(RESUME, seat, entity))
  return world.event(PAUSE, seat, entity, { comment: 'Card number' })
}
