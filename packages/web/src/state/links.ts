/** Addresses of other pages, for links: reports with a filter, the history of an entity, a new export. */
import type { FieldName } from '@daybook/query'

import { pick } from './picking.ts'
import type { SearchParams } from './url.ts'

/** Search parameters as the router's `search` takes them. */
export const search = (params: Record<string, string | undefined>): never => {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== '')
  return Object.fromEntries(given.map(([name, value]) => [name, [value]])) as SearchParams as never
}

/** A filter text with these values, each to the letter. */
export const filterText = (terms: readonly (readonly [FieldName, string])[]): string =>
  terms.reduce((q, [field, value]) => pick(q, field, value, 'toggle'), '')

export interface LinkedEntity {
  type: string
  id?: string
}

/** The filter that finds the entries about an entity. */
export const aboutEntity = ({ type, id = '' }: LinkedEntity): string =>
  filterText([
    ['entity', type],
    ['instance', id],
  ])

/** The filter that finds what someone did. */
export const byActor = (actor: { id: string }): string => filterText([['actor', actor.id]])
