/**
 * What somebody may see of the values that the catalog calls sensitive: the one place where the server hides them.
 * Every answer with values of events goes through here, and every question gets `hidden`, so that filters, words and
 * orders cannot tell what rows do not show.
 *
 * Rights: `sensitive` sees values as they are; `reveal` may uncover some with a reason (http/reveal); nobody else does.
 */
import type { AuditEvent, Change } from '@daybook/event'
import {
  lookupOf,
  maskChange,
  type MaskedChange,
  maskValue,
  type SensitiveAttribute,
  type SensitiveLookup,
  withoutHidden,
} from '@daybook/query'
import type { Scope } from '@daybook/record'
import type { AttributeState, StateAnswer } from '@daybook/report'

import type { TenantCatalogs } from './http/catalog/tenant-catalogs.ts'

type EventLike = Pick<AuditEvent, 'application' | 'entity' | 'changes' | 'state'>
type ChangeLike = Pick<AuditEvent, 'application' | 'entity'> & Change

/** A row of a report, an entry, or whatever has an event's members. */
type RowLike = EventLike | ChangeLike

/** How one reader sees. */
export interface Sight {
  /** For questions to the index: what must not be asked for. Absent = nothing is hidden. */
  hidden?: readonly SensitiveAttribute[]
  /** The row itself when nothing of it is hidden; else a copy, with `masked` beside what is. */
  row<R extends object>(row: R & RowLike): R
  /** As filters see it, for whoever judges events in memory. */
  asked<E extends EventLike>(event: E): E
  state<S extends Omit<StateAnswer, 'tookMs'>>(answer: S): S
}

const CLEAR: Sight = { row: row => row, asked: event => event, state: answer => answer }

export class Masking {
  readonly #catalogs: Pick<TenantCatalogs, 'sensitive'>

  constructor(catalogs: Pick<TenantCatalogs, 'sensitive'>) {
    this.#catalogs = catalogs
  }

  /** Throws what the record throws when the catalog was never read: nobody sees more because it is away. */
  async sightOf(tenant: number, scopes: readonly Scope[]): Promise<Sight> {
    if (scopes.includes('sensitive')) return CLEAR
    const lookup = await this.#catalogs.sensitive(tenant)
    return lookup.all.length === 0 ? CLEAR : sightThrough(lookup)
  }
}

/** Sight without these attributes; for threads, which have no catalog. */
export function sightWithout(hidden: readonly SensitiveAttribute[]): Sight {
  return hidden.length === 0 ? CLEAR : sightThrough(lookupOf(hidden))
}

function sightThrough(lookup: SensitiveLookup): Sight {
  return {
    hidden: lookup.all,
    row<R extends object>(row: R & RowLike): R {
      // What was derived may come from another application's entry of the same entity.
      const application = 'derived' in row && row.derived === true ? undefined : row.application
      const attributes = lookup.of(application, row.entity.type)
      if (attributes.length === 0) return row
      return 'attribute' in row ? maskChange(row, attributes) : maskEvent(row, attributes)
    },
    asked<E extends EventLike>(event: E): E {
      const attributes = lookup.of(event.application, event.entity.type)
      if (attributes.length === 0 || event.changes === undefined) return event
      return { ...event, changes: event.changes.map(change => withoutHidden(change, attributes)) }
    },
    state<S extends Omit<StateAnswer, 'tookMs'>>(answer: S): S {
      const attributes = lookup.of(undefined, answer.entity.type)
      return attributes.length === 0 ? answer : { ...answer, ...maskState(answer, attributes) }
    },
  }
}

function maskEvent<E extends EventLike>(event: E, attributes: readonly string[]): E {
  const changes = event.changes?.map((change): MaskedChange => maskChange(change, attributes))
  const state = maskValue(event.state, '', attributes)
  return {
    ...event,
    ...(changes === undefined ? {} : { changes }),
    ...(state === undefined ? {} : { state }),
  }
}

type ShownState = Partial<StateAnswer> & { attributes: (AttributeState & { masked?: true })[] }

function maskState(answer: Omit<StateAnswer, 'tookMs'>, sensitive: readonly string[]): ShownState {
  const state = maskValue(answer.state, '', sensitive)
  const attributes = answer.attributes.map(one => {
    const value = maskValue(one.value, one.attribute, sensitive)
    return value === one.value ? one : { ...one, value, masked: true as const }
  })
  const breaks = answer.breaks.map(one => {
    const path = one.attribute ?? '$'
    const [known, said] = [maskValue(one.known, path, sensitive), maskValue(one.said, path, sensitive)]
    return {
      ...one,
      ...(known === undefined ? {} : { known }),
      ...(said === undefined ? {} : { said }),
    }
  })
  return { ...(state === undefined ? {} : { state }), attributes, breaks }
}
