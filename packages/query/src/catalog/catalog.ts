/**
 * The catalog: what may occur, as application › entity › activity, and what is known about each.
 * A name means one thing within its parent: other names (`alsoCalled`) count as names too.
 */

import type { Category } from '@daybook/event'

import { editLinkProblem } from './edit-link-template.ts'
import { byName, type Named, namesOf } from './names.ts'

interface Described extends Named {
  /** What people read instead of the name. */
  label?: string
  description?: string
  /** Not in the vendor's document: filled in by us. */
  assumed?: boolean
}

export interface CatalogActivity extends Described {
  activity: string
  category: Category
}

export interface CatalogEntity extends Described {
  entity: string
  /** Attributes whose values are personal or confidential. */
  sensitive?: string[]
  /** Where such an entity is edited: `https://…/{entity.id}`. */
  editLink?: string
  /** Name of a retention class; goes before the application's. */
  retention?: string
  activities: CatalogActivity[]
}

export interface CatalogApplication extends Described {
  application: string
  /** The documents that name it. */
  documents?: string[]
  retention?: string
  entities: CatalogEntity[]
}

export type Catalog = readonly CatalogApplication[]

/** Named limits of a catalog that comes from outside. */
export const CATALOG_LIMITS = {
  /** applications of one tenant */
  applicationsMax: 500,
  /** entities of one application */
  entitiesMax: 1000,
  /** activities of one entity */
  activitiesMax: 500,
  /** other names, documents or sensitive attributes of one thing */
  listMax: 100,
  nameMax: 200,
  labelMax: 200,
  descriptionMax: 2000,
  editLinkMax: 1000,
} as const

const PROBLEMS_MAX = 100

export interface CatalogProblem {
  /** JSON pointer into the list of applications: `/0/entities/3/editLink` */
  path: string
  message: string
}

/** What is wrong with a catalog whose shape is right; at most a hundred things. Empty = good. */
export function catalogProblems(catalog: Catalog): CatalogProblem[] {
  const problems: CatalogProblem[] = []
  twice(catalog, '', one => one.application, problems)
  for (const [a, { entities }] of catalog.entries()) {
    twice(entities, `/${a}/entities`, one => one.entity, problems)
    for (const [e, { activities, editLink }] of entities.entries()) {
      const path = `/${a}/entities/${e}`
      twice(activities, `${path}/activities`, one => one.activity, problems)
      const message = editLink === undefined ? undefined : editLinkProblem(editLink)
      if (message !== undefined) problems.push({ path: `${path}/editLink`, message })
    }
    if (problems.length >= PROBLEMS_MAX) break
  }
  return problems.slice(0, PROBLEMS_MAX)
}

function twice<T extends Described>(
  things: readonly T[],
  path: string,
  nameOf: (thing: T) => string,
  problems: CatalogProblem[],
): void {
  const names = new Set<string>()
  for (const [i, thing] of things.entries()) {
    for (const name of namesOf(thing, nameOf)) {
      if (names.has(name)) problems.push({ path: `${path}/${i}`, message: `"${name}" is there twice` })
      names.add(name)
    }
  }
}

/** The category of what the catalog describes; undefined for the rest. */
export type CategoryLookup = (application: string, entity: string, activity: string) => Category | undefined

/** Three map look-ups per call. */
export function categoryLookup(catalog: Catalog): CategoryLookup {
  const applications = new Map(
    [...byName(catalog, one => one.application)].map(([application, { entities }]) => [
      application,
      new Map(
        [...byName(entities, one => one.entity)].map(([entity, { activities }]) => [
          entity,
          byName(activities, one => one.activity),
        ]),
      ),
    ]),
  )
  return (application, entity, activity) =>
    applications.get(application)?.get(entity)?.get(activity)?.category
}
