/** The path of a change inside an entity's state: `address.city`, `skills[id=7].level`, `tags[0]`. */
/** A path and its steps translate into each other without loss, whatever the keys hold. */

import { EventError } from './errors.ts'

/** One step: an object's key, a list's position, the item of a list by its `id`, or the order of such a list. */
export type Step =
  | { kind: 'key'; key: string }
  | { kind: 'position'; position: number }
  | { kind: 'id'; id: string | number }
  | { kind: 'order' }

/** The whole state, where one of the two sides is no object. */
export const ROOT = '$'
const ORDER = 'order'
const EMPTY_KEY = '\\e'
const SPECIAL = /[.[\]\\]/g
const NEEDS_QUOTES = /^(?:$|["\d-])/

/**
 * Keys are joined with dots. In a key, `\` stands before `.`, `[`, `]` and `\`; an empty key is `\e`; a key that is
 * just `$` is `\$`. An id is a number as JSON writes it, or a text; a text that begins with a digit, `-` or `"`, or is
 * empty, is written as a JSON string, so that 7 and "7" differ.
 */
export function childPath(parent: string, step: Step): string {
  if (step.kind === 'key') {
    const key = escapeKey(step.key)
    return parent === '' ? key : `${parent}.${key}`
  }
  if (step.kind === 'position') return `${parent}[${step.position}]`
  if (step.kind === 'order') return `${parent}[${ORDER}]`
  return `${parent}[id=${escapeText(writeId(step.id))}]`
}

/** The steps of a path; `$` has none. @throws EventError CHANGE_PATH_INVALID */
export function pathSteps(path: string): Step[] {
  if (path === ROOT) return []
  const steps: Step[] = []
  // A state that is itself a list: `$[0]`.
  let at = path.startsWith(`${ROOT}[`) ? ROOT.length : 0
  while (at < path.length) {
    if (path[at] === '[') {
      const inner = raw(path, at + 1, ']')
      if (path[inner.end] !== ']') throw invalid(path)
      steps.push(bracketStep(inner.text, path))
      at = inner.end + 1
      // After a bracket comes another one, a dot with a key, or the end.
      if (at < path.length && path[at] !== '[' && path[at] !== '.') throw invalid(path)
    } else {
      const start = path[at] === '.' && at > 0 ? at + 1 : at
      const inner = raw(path, start, '.[')
      if (inner.end === start) throw invalid(path)
      steps.push({ kind: 'key', key: unescapeKey(inner.text) })
      at = inner.end
      if (at === path.length - 1 && path[at] === '.') throw invalid(path)
    }
  }
  if (steps.length === 0) throw invalid(path)
  return steps
}

function escapeKey(key: string): string {
  if (key === '') return EMPTY_KEY
  return key === ROOT ? '\\$' : escapeText(key)
}

function unescapeKey(text: string): string {
  return text === EMPTY_KEY ? '' : unescapeText(text)
}

function escapeText(text: string): string {
  return text.replaceAll(SPECIAL, '\\$&')
}

function unescapeText(text: string): string {
  return text.replaceAll(/\\(.)/gs, '$1')
}

function writeId(id: string | number): string {
  return typeof id === 'number' || NEEDS_QUOTES.test(id) ? JSON.stringify(id) : id
}

/** The text up to the first of `stops` that no backslash stands before. */
function raw(path: string, start: number, stops: string): { text: string; end: number } {
  let end = start
  while (end < path.length && !stops.includes(path[end] as string)) end += path[end] === '\\' ? 2 : 1
  end = Math.min(end, path.length)
  return { text: path.slice(start, end), end }
}

function bracketStep(text: string, path: string): Step {
  if (text === ORDER) return { kind: 'order' }
  if (/^(?:0|[1-9]\d{0,8})$/.test(text)) return { kind: 'position', position: Number(text) }
  if (!text.startsWith('id=')) throw invalid(path)
  const written = unescapeText(text.slice(3))
  if (!NEEDS_QUOTES.test(written)) return { kind: 'id', id: written }
  try {
    const id: unknown = JSON.parse(written)
    if (typeof id === 'string' || typeof id === 'number') return { kind: 'id', id }
  } catch {
    // Falls through: neither a number nor a JSON string.
  }
  throw invalid(path)
}

function invalid(path: string): EventError {
  return new EventError('CHANGE_PATH_INVALID', `Path: ${path.slice(0, 200)}`)
}
