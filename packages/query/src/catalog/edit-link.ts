/**
 * Edit links: from a template of the catalog and one entity to an address.
 * Whatever the entity is called, the address keeps the template's scheme, host and path: values only fill their places.
 */

import type { CatalogApplication, CatalogEntity } from './catalog.ts'
import { editLinkProblem, PLACE } from './edit-link-template.ts'
import { byName } from './names.ts'

/** An entity as an event names it. */
export interface LinkedEntity {
  application: string
  type: string
  id: string
  name?: string | undefined
}

/** What a browser takes out of a path, together with what stands before it. */
const DOT_SEGMENT = /^(\.|%2e){1,2}$/i

/** Undefined when the template is bad, a value is missing, or a value would change the path (`..`). */
export function fillEditLink(template: string, entity: LinkedEntity): string | undefined {
  if (editLinkProblem(template) !== undefined) return undefined
  const values: Record<string, string | undefined> = {
    'entity.id': entity.id,
    'entity.name': entity.name,
    'entity.type': entity.type,
    application: entity.application,
  }
  let missing = false
  const filled = template.replaceAll(PLACE, (_, name: string) => {
    const value = values[name]
    if (value === undefined || value === '' || !value.isWellFormed()) missing = true
    return missing ? '' : encodeURIComponent(value ?? '')
  })
  if (missing || !URL.canParse(filled)) return undefined
  const [path = ''] = filled.split(/[?#]/, 1)
  return path.split('/').some(segment => DOT_SEGMENT.test(segment)) ? undefined : new URL(filled).href
}

/** What of a catalog, or of a catalog beside what occurred, says where entities are edited. */
export type EditLinks = readonly (Pick<CatalogApplication, 'application' | 'alsoCalled'> & {
  entities: readonly Pick<CatalogEntity, 'entity' | 'alsoCalled' | 'editLink'>[]
})[]

/** Where the catalog says that this entity is edited. */
export function editLinkOf(catalog: EditLinks, entity: LinkedEntity): string | undefined {
  const application = byName(catalog, one => one.application).get(entity.application)
  const described = byName(application?.entities ?? [], one => one.entity).get(entity.type)
  return described?.editLink === undefined ? undefined : fillEditLink(described.editLink, entity)
}
