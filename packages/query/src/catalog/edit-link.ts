/**
 * Edit links: from a template of the catalog and one entity to an address.
 * Whatever the entity is called, the address keeps the template's scheme, host and path: values only fill their places.
 */

import { byName, type Catalog } from './catalog.ts'

/** An entity as an event names it. */
export interface LinkedEntity {
  application: string
  type: string
  id: string
  name?: string | undefined
}

const PLACE = /\{([^{}]*)\}/g
/** What a browser takes out of a path, together with what stands before it. */
const DOT_SEGMENT = /^(\.|%2e){1,2}$/i
const PLACES = ['entity.id', 'entity.name', 'entity.type', 'application'] as const

/** Why a text is no template; undefined when it is one. */
export function editLinkProblem(template: string): string | undefined {
  const places = [...template.matchAll(PLACE)].map(([, name = '']) => name)
  const unknown = places.find(name => !(PLACES as readonly string[]).includes(name))
  if (unknown !== undefined) return `{${unknown}} is none of ${PLACES.map(name => `{${name}}`).join(', ')}`
  const origin = /^https?:\/\/[^/?#\\{}@\s]+(?=\/|$)/i.exec(template)?.[0]
  if (origin === undefined) return 'begins with http:// or https:// and a host that is written out'
  if (/[\s\\{}]/.test(template.replaceAll(PLACE, ''))) return 'has a space, a backslash or a brace too many'
  if (!URL.canParse(template.replaceAll(PLACE, 'x'))) return 'is no address'
  return undefined
}

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

/** Where the catalog says that this entity is edited. */
export function editLinkOf(catalog: Catalog, entity: LinkedEntity): string | undefined {
  const application = byName(catalog, one => one.application).get(entity.application)
  const described = byName(application?.entities ?? [], one => one.entity).get(entity.type)
  return described?.editLink === undefined ? undefined : fillEditLink(described.editLink, entity)
}
