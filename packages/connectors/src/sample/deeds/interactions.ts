/**
 * What people do with recorded interactions: look at them, play, annotate, search, share, download, export.
 * What was deleted cannot be played; a small part is refused, with the reason.
 */

import type { JsonObject } from '@daybook/event'

import { deed, type Deed } from '../catalogue.ts'
import { handleInteraction, type Interaction } from '../company.ts'
import { hex12 } from '../ids.ts'
import { change, type Extra, type Seat, type World } from '../world.ts'

/** What someone in a seat does; undefined when there was nothing to do it to. */
export type Doing = (world: World, seat: Seat) => JsonObject | undefined

const DENIED = 0.012
const CHANNELS = [
  'Voice',
  'Chat',
  'Email',
  'WhatsApp',
  'SMS',
  'Facebook Messenger',
  'Microsoft Teams',
  'LINE Messaging',
  'Slack',
  'Viber',
]

interface Played {
  play: Deed
  playback: Deed
}
const played = (entity: string): Played => ({
  play: deed('Player', entity, 'Play'),
  playback: deed('Player', entity, 'Playback'),
})
const plain = new Map(CHANNELS.map(channel => [channel, played(inPlayer(channel, false))]))
const withScreen = new Map(CHANNELS.map(channel => [channel, played(inPlayer(channel, true))]))
const viewed = new Map(
  CHANNELS.map(channel => [channel, deed('Interaction Analytics', channel, 'Interaction Viewed')]),
)

function inPlayer(channel: string, screen: boolean): string {
  if (channel === 'Voice') return screen ? 'Voice & screen recording' : 'Voice recording'
  const name = channel === 'Viber' ? 'Viber Messenger' : channel
  return screen ? `${name} with screen recording` : name
}

const ODD = [
  'Interaction Data (ALL)',
  'Interaction Data (CHAT)',
  'Interaction Data (EMAIL)',
  'Interaction Data (VOICE ONLY)',
  'Interaction Data (VOICE AND SCREEN)',
  'Chat, Email',
  'Voice & screen recording, Chat, Email',
  'Voice & screen recording, Email',
  'Voice & screen recording, Chat with screen recording',
  'Voice recording, Chat',
  'Voice recording, Email',
  'Voice recording, Chat, Email',
  'Voice recording, Chat with screen recording',
  'Recorded statement',
  'Screen Recording',
].map(entity => deed('Player', entity, 'Playback'))
const UNAVAILABLE = deed('Player', 'Playback unavailable', 'Playback')
const DOWNLOAD = deed('Player', 'Voice recording', 'Download Media File')
const DOWNLOAD_SCREEN = deed('Player', 'Voice & screen recording', 'Download Media File')
const ANNOTATE = deed('Player', 'Annotation', 'Create')

function required<T>(map: ReadonlyMap<string, T>, key: string): T {
  const found = map.get(key)
  if (found === undefined) throw new Error(`no channel called ${key}`)
  return found
}

/** One of the interactions that can still be looked at, sometimes a fresh one. */
export function someInteraction(world: World, channel?: string): Interaction {
  const { company, random } = world
  if (random.chance(0.15)) handleInteraction(company, random)
  let found = random.pick(company.interactions)
  if (channel === undefined) return found
  for (let tries = 0; found.channel !== channel && tries < 12; tries++)
    found = random.pick(company.interactions)
  return found
}

function shown(world: World, interaction: Interaction): Extra {
  const extra: Extra = world.random.chance(0.3) ? { related: [interaction.agent] } : {}
  if (world.random.chance(DENIED)) extra.failure = 'Permission denied: interactions of another site'
  return extra
}

export const view: Doing = (world, seat) => {
  const interaction = someInteraction(world, world.random.chance(0.3) ? 'Chat' : undefined)
  const entity = { type: interaction.channel, id: interaction.id }
  return world.event(required(viewed, interaction.channel), seat, entity, shown(world, interaction))
}

/** The play button of the player, wherever the player was opened. */
export const play: Doing = (world, seat) => playOf(world, seat, 'play')
/** The play button of the search. */
export const playback: Doing = (world, seat) => playOf(world, seat, 'playback')

function playOf(world: World, seat: Seat, how: keyof Played): JsonObject {
  const { random } = world
  const interaction = someInteraction(world)
  if (random.chance(0.05)) {
    const odd = random.pick(ODD)
    return world.event(odd, seat, { type: odd.entity, id: interaction.id }, shown(world, interaction))
  }
  if (interaction.tier === undefined) {
    return world.event(
      UNAVAILABLE,
      seat,
      { type: UNAVAILABLE.entity, id: interaction.id },
      { failure: 'The media file was deleted' },
    )
  }
  const { [how]: done } = required(interaction.screen ? withScreen : plain, interaction.channel)
  if (random.chance(0.04)) follow(world, seat, random.between(10, 120), annotate(interaction))
  return world.event(done, seat, { type: done.entity, id: interaction.id }, shown(world, interaction))
}

function annotate(interaction: Interaction): Doing {
  return (world, seat) => {
    const text = world.random.pick([
      'Good empathy',
      'Consent not asked',
      'Très bien',
      'Ask for coaching',
      'Ważne: reklamacja',
    ])
    const atSecond = world.random.below(600)
    const entity = { type: 'Annotation', id: `note-${hex12(world.random)}` }
    const changes = [change('text', undefined, text), change('atSecond', undefined, atSecond)]
    return world.event(ANNOTATE, seat, entity, {
      changes,
      correlation: { type: interaction.channel, id: interaction.id },
    })
  }
}

export const download: Doing = (world, seat) => {
  const interaction = someInteraction(world, 'Voice')
  const done = interaction.screen ? DOWNLOAD_SCREEN : DOWNLOAD
  const extra = shown(world, interaction)
  return world.event(
    done,
    seat,
    { type: done.entity, id: interaction.id },
    { ...extra, comment: 'Requested by the customer' },
  )
}

/** Does something else in the same seat a little later, if the session still lasts. */
export function follow(world: World, seat: Seat, seconds: number, doing: Doing): void {
  world.later(seconds * 1000, world => (world.now < seat.until ? doing(world, seat) : undefined))
}

const SEARCH_QUERY = deed('Search', 'Search', 'Search query')
const SEARCHES = ['Search query', 'Search contact', 'Search contacts query'].map(activity =>
  deed('Search', 'Search', activity),
)
const SHARES = ['Share interaction', 'Share contact', 'Share query'].map(activity =>
  deed('Search', 'Search', activity),
)
const QUERIES = [
  'Silent calls > 30 s',
  'Cancel intent',
  'Complaint AND refund',
  'agent: new starters',
  'Chat, negative sentiment',
  'Order 4711',
  'reklamacja',
  'cobrança indevida',
  'شكوى',
  'Transfers > 2',
  'Escalated this week',
]

export const search: Doing = (world, seat) => {
  const { random } = world
  for (let times = random.below(3); times > 0; times--) follow(world, seat, random.between(8, 240), playback)
  const entity = { type: 'Search', id: `search-${hex12(random)}`, name: random.pick(QUERIES) }
  if (random.chance(0.01)) return world.event(SEARCH_QUERY, seat, entity, { failure: 'Timed out after 60 s' })
  return world.event(random.pick(SEARCHES), seat, entity, { metadata: { found: random.below(2000) } })
}

export const share: Doing = (world, seat) => {
  const interaction = someInteraction(world)
  const colleague = world.random.pick(world.company.people)
  const entity = { type: 'Search', id: `share-${hex12(world.random)}`, name: `Contact ${interaction.id}` }
  const receiver = { type: 'User', id: colleague.id, name: colleague.name, role: 'receiver' }
  return world.event(world.random.pick(SHARES), seat, entity, { related: [receiver, interaction.agent] })
}

const EXPORT_TEXT = deed('Interaction Analytics', 'Interaction Text', 'Export')
const EXPORT_DATA = deed('Interaction Analytics', 'Interaction metadata', 'Export')

export const exportAnalytics: Doing = (world, seat) => {
  const { random } = world
  const done = random.chance(0.5) ? EXPORT_TEXT : EXPORT_DATA
  const entity = { type: done.entity, id: `export-${hex12(random)}`, name: random.pick(QUERIES) }
  if (random.chance(0.04)) return world.event(done, seat, entity, { failure: 'More than 50,000 rows' })
  return world.event(done, seat, entity, {
    metadata: { rows: 20 + random.below(4000), format: random.pick(['csv', 'xlsx']) },
  })
}
