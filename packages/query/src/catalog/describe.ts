/**
 * The catalog beside what really occurred.
 * Nothing observed is dropped: what the catalog does not describe stands in the same tree, marked as such.
 */

import type { Catalog, CatalogActivity, CatalogApplication, CatalogEntity } from './catalog.ts'
import { byName } from './names.ts'

/** One combination that occurred; days are `YYYY-MM-DD` in UTC. */
export interface Observed {
  application: string
  entity: string
  activity: string
  count: number
  firstSeen: string
  lastSeen: string
}

export type Seen = Pick<Observed, 'count' | 'firstSeen' | 'lastSeen'>

export interface DescribedActivity extends Partial<CatalogActivity> {
  activity: string
  described: boolean
  /** Absent when it never occurred. */
  seen?: Seen
}

export interface DescribedEntity extends Omit<CatalogEntity, 'activities'> {
  described: boolean
  activities: DescribedActivity[]
}

export interface DescribedApplication extends Omit<CatalogApplication, 'entities'> {
  described: boolean
  entities: DescribedEntity[]
}

export interface CatalogQuestion {
  /** A day: what occurred for the first time then or later. */
  newSince?: string | undefined
  /** A day: what did not occur then or later, or never. */
  silentSince?: string | undefined
  /** Only what the catalog does not describe. */
  undescribed?: boolean
}

export interface CatalogTotals {
  /** activities that the catalog describes */
  described: number
  /** activities that occurred */
  observed: number
  /** activities that occurred and are not described */
  undescribed: number
}

export function describeCatalog(catalog: Catalog, observed: Iterable<Observed>): DescribedApplication[] {
  const tree = catalog.map(treeOf)
  const applications = byName(tree, one => one.application)
  const entities = new Map<DescribedApplication, Map<string, DescribedEntity>>()
  const activities = new Map<DescribedEntity, Map<string, DescribedActivity>>()
  for (const one of observed) {
    const application = findOr(applications, one.application, () => {
      const made = { application: one.application, described: false, entities: [] }
      tree.push(made)
      return made
    })
    const ofApplication = findOr(entities, application, () => byName(application.entities, e => e.entity))
    const entity = findOr(ofApplication, one.entity, () => {
      const made = { entity: one.entity, described: false, activities: [] }
      application.entities.push(made)
      return made
    })
    const ofEntity = findOr(activities, entity, () => byName(entity.activities, a => a.activity))
    const activity = findOr(ofEntity, one.activity, (): DescribedActivity => {
      const made = { activity: one.activity, described: false }
      entity.activities.push(made)
      return made
    })
    activity.seen = together(activity.seen, one)
  }
  return tree
}

/** The tree without what the question does not ask for. */
export function selectDescribed(
  tree: readonly DescribedApplication[],
  question: CatalogQuestion,
): DescribedApplication[] {
  return tree
    .map(application => ({
      ...application,
      entities: application.entities
        .map(entity => ({ ...entity, activities: entity.activities.filter(one => asked(one, question)) }))
        .filter(entity => entity.activities.length > 0),
    }))
    .filter(application => application.entities.length > 0)
}

export function catalogTotals(tree: readonly DescribedApplication[]): CatalogTotals {
  const all = tree.flatMap(({ entities }) => entities.flatMap(({ activities }) => activities))
  return {
    described: all.filter(one => one.described).length,
    observed: all.filter(one => one.seen !== undefined).length,
    undescribed: all.filter(one => !one.described).length,
  }
}

function asked({ seen, described }: DescribedActivity, question: CatalogQuestion): boolean {
  const { newSince, silentSince, undescribed = false } = question
  if (newSince !== undefined && (seen === undefined || seen.firstSeen < newSince)) return false
  if (silentSince !== undefined && seen !== undefined && seen.lastSeen >= silentSince) return false
  return !undescribed || !described
}

function treeOf(application: CatalogApplication): DescribedApplication {
  const entities = application.entities.map(entity => ({
    ...entity,
    described: true,
    activities: entity.activities.map((activity): DescribedActivity => ({ ...activity, described: true })),
  }))
  return { ...application, described: true, entities }
}

/** Under its name and its other names together. */
function together(seen: Seen | undefined, { count, firstSeen, lastSeen }: Observed): Seen {
  if (seen === undefined) return { count, firstSeen, lastSeen }
  return {
    count: seen.count + count,
    firstSeen: firstSeen < seen.firstSeen ? firstSeen : seen.firstSeen,
    lastSeen: lastSeen > seen.lastSeen ? lastSeen : seen.lastSeen,
  }
}

function findOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}
