/**
 * Entries that Daybook itself makes about what is done with it: an export, a download, a value that was uncovered.
 * They go the way of every other event, and each has an id that follows from what it tells, so that a step that is
 * done again after a crash tells nothing twice.
 */
import type { Actor, Category, Change, EntityRef, JsonObject, Outcome, Related } from '@daybook/event'
import { normaliseEvent } from '@daybook/event'
import { type EventRecord, RecordError } from '@daybook/record'
import { v5 } from 'uuid'

import type { Identity } from './http/context.ts'

/** The application of every such entry. */
export const OWN_APPLICATION = 'Daybook'

/** Of the ids of own entries; any UUID that nobody else uses as a namespace. */
const NAMESPACE = '6d0b8a52-6a0f-4f0e-9b61-3f4c2f5d7a10'

export interface OwnEntry {
  /**
   * What happened, told apart from everything else that happens in the tenant. The same again is the same entry.
   * Begin with a word for the kind; include something that senders cannot foresee, or they could take the id first.
   */
  key: readonly string[]
  /** milliseconds since 1970 */
  at: number
  activity: string
  category: Category
  outcome?: Outcome
  outcomeReason?: string
  actor: Actor
  entity: EntityRef
  related?: Related[]
  changes?: Change[]
  comment?: string
  metadata?: JsonObject
}

export class OwnEntries {
  readonly #record: Pick<EventRecord, 'append' | 'get' | 'keys'>

  constructor(record: Pick<EventRecord, 'append' | 'get' | 'keys'>) {
    this.#record = record
  }

  /**
   * Resolves with the entry's id when it is on disk, now or since an earlier time: what it tells may follow then.
   * Throws what the record throws when it is away.
   */
  async enter(tenant: number, entry: OwnEntry): Promise<string> {
    const { key, at, ...event } = entry
    const id = v5(JSON.stringify([tenant, ...key]), NAMESPACE)
    if ((await this.#record.get(tenant, id)) !== undefined) return id
    const occurredAt = new Date(at).toISOString()
    const actor = await this.#named(tenant, event.actor)
    const given = { id, occurredAt, application: OWN_APPLICATION, ...event, actor }
    const normal = normaliseEvent(given as unknown as JsonObject, { newId: () => id })
    if (!normal.ok) throw new TypeError(`an entry of our own is no event: ${JSON.stringify(normal.problems)}`)
    try {
      await this.#record.append(tenant, [normal.accepted])
    } catch (error) {
      // Someone else told it in the same moment, perhaps a millisecond later: it is told.
      if (!(error instanceof RecordError && error.code === 'CONFLICT')) throw error
    }
    return id
  }

  /** A key by what it is called now, else by the part of it that is in every list: the entry outlives the key. */
  async #named(tenant: number, actor: Actor): Promise<Actor> {
    if (actor.type !== 'apiKey' || actor.name !== undefined) return actor
    const keys = await this.#record.keys.list(tenant)
    const key = keys.find(({ id }) => id === actor.id)
    return key === undefined ? actor : { ...actor, name: key.label ?? `${key.prefix}…` }
  }
}

/** Whoever asked, as the actor of an entry. */
export function actorOf({ subject }: Pick<Identity, 'subject'>): Actor {
  const [kind, id] = subject.split(':', 2)
  if (kind === 'key' && id !== undefined) return { type: 'apiKey', id }
  return { type: 'user', id: subject, ...(subject === 'session' ? { name: 'Web session' } : {}) }
}

/** Daybook, where nobody asked. */
export const DAYBOOK: Actor = { type: 'system', id: 'daybook', name: 'Daybook' }
