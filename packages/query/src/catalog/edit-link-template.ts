/**
 * What a template of edit links may look like: `https://admin.example.com/users/{entity.id}`.
 * Scheme and host are written out, so that no entity decides where a link leads.
 */

export const PLACE = /\{([^{}]*)\}/g
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
