/**
 * The catalogue of a contact-centre suite: which application may report which activity on which entity.
 * Pure data (`catalogue.json`) with types and one look-up; whatever the vendor's documents did not say is marked `assumed`.
 */

import type { Category } from '@daybook/event'

import data from './catalogue.json' with { type: 'json' }

export interface CatalogueActivity {
  activity: string
  category: Category
  /** The documents name the entity but their list of activities was lost: this verb is ours. */
  assumed?: true
}

export interface CatalogueEntity {
  entity: string
  /** The same entity in the other document. */
  alsoCalled?: string[]
  assumed?: true
  activities: CatalogueActivity[]
}

export interface CatalogueApplication {
  application: string
  alsoCalled?: string[]
  /** The vendor documents (`reference/vendors`) that name it. */
  documents: string[]
  /** The documents give its entities without saying which application they belong to. */
  assumed?: true
  entities: CatalogueEntity[]
}

export const catalogue = data as readonly CatalogueApplication[]

/** One line of the catalogue: where, what kind of thing, which verb. */
export interface Deed {
  readonly application: string
  readonly entity: string
  readonly activity: string
  readonly category: Category
}

const deeds = new Map<string, Deed>()
for (const { application, entities } of catalogue) {
  for (const { entity, activities } of entities) {
    for (const { activity, category } of activities) {
      deeds.set(`${application} › ${entity} › ${activity}`, { application, entity, activity, category })
    }
  }
}

/** The catalogue's line with these names. Throws when there is none, so the simulator cannot invent vocabulary. */
export function deed(application: string, entity: string, activity: string): Deed {
  const found = deeds.get(`${application} › ${entity} › ${activity}`)
  if (found === undefined) throw new Error(`not in the catalogue: ${application} › ${entity} › ${activity}`)
  return found
}
