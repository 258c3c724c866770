/**
 * Which attributes the catalog calls sensitive, and whether the path of a change is one of them.
 * Positions and ids in brackets do not count: `phones` covers `phones[0].number`.
 */

import type { Catalog } from './catalog.ts'
import { namesOf } from './names.ts'

/** One sensitive attribute under one of the names of its application and its entity. */
export interface SensitiveAttribute {
  application: string
  entity: string
  /** Without brackets. */
  attribute: string
}

export interface SensitiveLookup {
  /** Every combination of names. */
  all: readonly SensitiveAttribute[]
  /** Attributes of an entity; without an application, those of any: an entity's history has no border between them. */
  of(application: string | undefined, entity: string): readonly string[]
}

const NONE: readonly string[] = []

export function sensitiveLookup(catalog: Catalog): SensitiveLookup {
  const all = catalog.flatMap(described =>
    described.entities.flatMap(({ sensitive = [], ...entity }) =>
      [...namesOf(described, one => one.application)].flatMap(application =>
        [...namesOf(entity, one => one.entity)].flatMap(name =>
          sensitive.map(attribute => ({ application, entity: name, attribute: plainPath(attribute) })),
        ),
      ),
    ),
  )
  return lookupOf(all)
}

/** The same from a list that was made before. */
export function lookupOf(all: readonly SensitiveAttribute[]): SensitiveLookup {
  const byEntity = Map.groupBy(all, one => one.entity)
  const attributes = new Map<string, readonly string[]>()
  return {
    all,
    of(application, entity) {
      const found = byEntity.get(entity)
      if (found === undefined) return NONE
      const key = JSON.stringify([application ?? null, entity])
      const known = attributes.get(key)
      if (known !== undefined) return known
      const own = found.filter(one => application === undefined || one.application === application)
      const names = [...new Set(own.map(one => one.attribute))]
      // Applications that nobody described come from senders: only what has an answer is remembered.
      if (names.length > 0) attributes.set(key, names)
      return names
    },
  }
}

/** The path without what stands in brackets, and without the root before them. */
export function plainPath(attribute: string): string {
  const plain = attribute.replaceAll(/\[[^\]]*\]/g, '')
  return plain.startsWith('$.') ? plain.slice(2) : plain
}

/** `whole`: the value is sensitive. `part`: it may hold sensitive values. @param attributes of the entity */
export function hiddenPart(attribute: string, attributes: readonly string[]): 'whole' | 'part' | undefined {
  if (attributes.length === 0) return undefined
  const path = plainPath(attribute)
  if (attributes.some(one => path === one || path.startsWith(`${one}.`))) return 'whole'
  return path === '$' || attributes.some(one => one.startsWith(`${path}.`)) ? 'part' : undefined
}
