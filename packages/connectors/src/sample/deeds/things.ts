/**
 * What happens to configured things: created, edited, moved to another status, renamed, deleted.
 * The attributes change here and nowhere else, together with the event that tells it.
 */

import type { JsonObject } from '@daybook/event'

import { deed } from '../catalogue.ts'
import { freeName, makeThing, type Thing } from '../company.ts'
import { KINDS, type Kind } from '../kinds.ts'
import { textOf } from '../people.ts'
import { nextValue } from '../values.ts'
import { change, type Extra, type Seat, type World } from '../world.ts'
import type { Doing } from './interactions.ts'

/** The kind of this entity. Throws when there is none. */
export function kindOf(application: string, entity: string): Kind {
  const kind = KINDS.find(kind => kind.application === application && kind.entity === entity)
  if (kind === undefined) throw new Error(`no such kind: ${application} › ${entity}`)
  return kind
}

/** Any of the kinds of these applications, or of the named entities of an application. */
export function tend(application: string, ...entities: readonly string[]): Doing {
  const kinds = KINDS.filter(
    kind => kind.application === application && (entities.length === 0 || entities.includes(kind.entity)),
  )
  return (world, seat) => tendKind(world, seat, world.random.pick(kinds))
}

function tendKind(world: World, seat: Seat, kind: Kind): JsonObject | undefined {
  const { random } = world
  const things = world.company.things.get(kind) ?? []
  const roll = random.unit()
  if (kind.create !== undefined && roll < 0.1 && things.length < kind.most) return create(world, seat, kind)
  const thing = random.pick(things)
  if (thing.held) return undefined
  if (kind.remove !== undefined && roll > 0.93 && things.length > kind.least)
    return remove(world, seat, thing)
  if (kind.rename !== undefined && roll > 0.89) return rename(world, seat, thing, kind.rename)
  if (kind.steps !== undefined && (roll < 0.35 || kind.edit === undefined)) return step(world, seat, thing)
  return edit(world, seat, thing)
}

/** Creates one of the kind now. */
export function create(world: World, seat: Seat, kind: Kind, extra: Extra = {}): JsonObject {
  const things = world.company.things.get(kind) ?? []
  const thing = makeThing(kind, things, world.random)
  things.push(thing)
  const changes = Object.entries(thing.attributes).map(([attribute, value]) =>
    change(attribute, undefined, value),
  )
  return world.event(deed(kind.application, kind.entity, kind.create ?? ''), seat, thing.ref, {
    ...extra,
    changes,
  })
}

export function remove(world: World, seat: Seat, thing: Thing): JsonObject {
  const things = world.company.things.get(thing.kind) ?? []
  things.splice(things.indexOf(thing), 1)
  const { application, entity, remove } = thing.kind
  const changes = Object.entries(thing.attributes).map(([attribute, value]) =>
    change(attribute, value, undefined),
  )
  return world.event(deed(application, entity, remove ?? ''), seat, thing.ref, { changes })
}

function rename(world: World, seat: Seat, thing: Thing, activity: string): JsonObject {
  const { kind, name } = thing
  thing.name = freeName(kind, world.company.things.get(kind) ?? [], world.random)
  const fresh = thing.name
  thing.ref = { ...thing.ref, name: fresh }
  thing.attributes['name'] = fresh
  return world.event(deed(kind.application, kind.entity, activity), seat, thing.ref, {
    changes: [change('name', name, fresh)],
  })
}

/** Moves it to the next status, if there is one from here; otherwise it is edited. */
function step(world: World, seat: Seat, thing: Thing): JsonObject | undefined {
  const { kind } = thing
  const status = textOf(thing.attributes['status'])
  const steps = (kind.steps ?? []).filter(({ from }) => from.includes(status))
  if (steps.length === 0) return edit(world, seat, thing)
  const { activity, to } = world.random.pick(steps)
  return setThing(world, seat, thing, activity, { status: to })
}

function edit(world: World, seat: Seat, thing: Thing): JsonObject | undefined {
  const { random } = world
  const { kind } = thing
  const attributes = Object.entries(kind.attributes)
  if (kind.edit === undefined || attributes.length === 0) return undefined
  const activity = random.pick(kind.edit)
  if (random.chance(0.015)) {
    const failure = random.pick([
      'Permission denied',
      'Someone else has changed it meanwhile',
      'A value is out of range',
    ])
    return world.event(deed(kind.application, kind.entity, activity), seat, thing.ref, { failure })
  }
  const start = random.below(attributes.length)
  const count = Math.min(attributes.length, random.chance(0.65) ? 1 : 2 + random.below(2))
  const fresh: JsonObject = {}
  for (let n = 0; n < count; n++) {
    const [attribute, values] = attributes[(start + n) % attributes.length] ?? attributes[0] ?? []
    if (attribute === undefined || values === undefined) continue
    fresh[attribute] = nextValue(values, thing.attributes[attribute] ?? null, random)
  }
  return setThing(world, seat, thing, activity, fresh, random.chance(0.08) ? { comment: remark(world) } : {})
}

function remark(world: World): string {
  return world.random.pick([
    'As agreed in the change board',
    `Ticket CHG-${4000 + world.random.below(900)}`,
    'Tempor\u00e4r bis Monatsende',
    'Asked for by legal',
    'Test, will be undone',
    'Na prośbę zespołu',
  ])
}

/** Sets these attributes and tells it. */
export function setThing(
  world: World,
  seat: Seat,
  thing: Thing,
  activity: string,
  fresh: JsonObject,
  extra: Extra = {},
): JsonObject {
  const changes: JsonObject[] = []
  for (const [attribute, value] of Object.entries(fresh)) {
    changes.push(change(attribute, thing.attributes[attribute], value))
    thing.attributes[attribute] = value
  }
  const { application, entity } = thing.kind
  return world.event(deed(application, entity, activity), seat, thing.ref, { ...extra, changes })
}
