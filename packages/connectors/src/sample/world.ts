/**
 * The world in which things happen: its time, its chance, its company, its agenda, and the pen that writes events.
 * The clock never goes back, and a person's event comes from a seat: who sits where, with which session.
 */

import type { Json, JsonObject } from '@daybook/event'

import { Agenda } from './agenda.ts'
import type { Deed } from './catalogue.ts'
import type { Company } from './company.ts'
import { hex8, TimeWriter, uuidAt } from './ids.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'

/** What is done at a moment; undefined when the moment has passed without anything to report. */
export type Act = (world: World) => JsonObject | undefined

/** Where an actor sits while acting. */
export interface Seat {
  actor: JsonObject
  person?: Person
  accessMethod: string
  ip?: string
  userAgent?: string
  sessionId?: string
  region: string
  /** Minutes ahead of UTC at this seat; two applications report in local time. */
  offset: number
  /** ms; the session ends then. */
  until: number
  /** Hours (UTC ms) of the lunch break. */
  lunchFrom: number
  lunchTo: number
}

export interface Extra {
  /** The reason of the failure; absent for a success. */
  failure?: string
  related?: JsonObject[]
  changes?: JsonObject[]
  correlation?: { type: string; id: string }
  comment?: string
  metadata?: JsonObject
}

/** Applications whose clients write local time with its offset. */
const LOCAL_TIME = new Set(['Workforce Management', 'Screen Monitor'])
/** Applications whose events come from the desktop or the switch, where no browser is known. */
const NO_BROWSER = new Set(['Recording', 'Screen Monitor', 'Supervisor'])

export class World {
  readonly random: Random
  readonly company: Company
  readonly agenda = new Agenda<Act>()
  readonly #time = new TimeWriter()
  readonly #localTime = new TimeWriter()
  readonly source: string
  /** The people at work now. */
  readonly seats: Seat[] = []
  now = 0
  #sequence = 0

  constructor(random: Random, company: Company, source: string) {
    this.random = random
    this.company = company
    this.source = source
  }

  /** Something follows in so many ms. */
  later(delayMs: number, act: Act): void {
    this.agenda.add(this.now + Math.max(1, Math.round(delayMs)), act)
  }

  timeText(): string {
    return this.#time.write(this.now)
  }

  /** Writes the event of this moment. */
  event(deed: Deed, seat: Seat, entity: JsonObject, extra: Extra = NOTHING): JsonObject {
    const { random, now } = this
    const local = seat.offset !== 0 && LOCAL_TIME.has(deed.application)
    const event: JsonObject = {
      id: uuidAt(now, random),
      occurredAt: local ? this.#localTime.write(now, seat.offset) : this.#time.write(now),
      application: deed.application,
      activity: deed.activity,
      category: deed.category,
      outcome: extra.failure === undefined ? 'SUCCESS' : 'FAILURE',
      actor: seat.actor,
      entity,
    }
    if (extra.failure !== undefined) event['outcomeReason'] = extra.failure
    if (extra.related !== undefined) event['related'] = extra.related
    if (extra.changes !== undefined) event['changes'] = extra.changes
    event['origin'] = originOf(seat, random, !NO_BROWSER.has(deed.application))
    event['region'] = seat.region
    if (extra.correlation !== undefined) event['correlation'] = extra.correlation
    if (extra.comment !== undefined) event['comment'] = extra.comment
    if (extra.metadata !== undefined) event['metadata'] = extra.metadata
    event['source'] = { name: this.source, sequence: ++this.#sequence }
    return event
  }
}

const NOTHING: Extra = {}

function originOf(seat: Seat, random: Random, browser: boolean): JsonObject {
  const origin: JsonObject = { accessMethod: seat.accessMethod }
  if (seat.ip !== undefined) origin['ip'] = seat.ip
  if (browser && seat.userAgent !== undefined) origin['userAgent'] = seat.userAgent
  if (seat.sessionId !== undefined) origin['sessionId'] = seat.sessionId
  origin['requestId'] = `req-${hex8(random)}`
  return origin
}

/** A change of one attribute; `undefined` says that it was or will be absent. */
export function change(attribute: string, old: Json | undefined, fresh: Json | undefined): JsonObject {
  const change: JsonObject = { attribute }
  if (old !== undefined) change['old'] = old
  if (fresh !== undefined) change['new'] = fresh
  return change
}
