/** The question that also finds parts of words: what an answer without rows offers to someone who typed the beginning of a name. */

import { lowerText, tokens } from '../tokens.ts'
import type { Query, Value } from './ast.ts'
import { fieldOf, type FieldName } from './fields.ts'
import { normalise } from './normal.ts'
import { isBareValue, isBareWord } from './notation.ts'
import { readSearch, readValue } from './read-value.ts'

/**
 * The question with every plain value and word as a part of the text it is compared with (`actor:han` → `actor:*han*`).
 * It finds all that the question finds; undefined when there is nothing to widen. What is left out stays left out.
 */
export function widened(query: Query): Query | undefined {
  let changed = false
  const widen = (node: Query): Query => {
    switch (node.kind) {
      case 'and':
      case 'or':
        return { kind: node.kind, items: node.items.map(widen) }
      case 'not':
        return node
      case 'term':
        return { kind: 'term', field: node.field, values: node.values.map(value => wider(value, node.field)) }
      case 'text':
        return { kind: 'text', ...wider(node) }
    }
  }
  const wider = ({ text, exact }: Value, field?: FieldName): Value => {
    const value: Value = exact === true ? { text, exact } : { text }
    const pattern = { text: `*${text}*` }
    if (exact === true || !isWidenable(text, field) || !isReadable(pattern, field)) return value
    changed = true
    return pattern
  }
  const wide = widen(normalise(query))
  return changed ? normalise(wide) : undefined
}

/** Words may stand anywhere in a text, a pattern only in one place: of several words it would find less. */
function isWidenable(text: string, field: FieldName | undefined): boolean {
  if (text.includes('*')) return false
  const kind = field === undefined ? 'words' : fieldOf(field).kind
  if (kind === 'text') return isBareValue(text)
  if (kind !== 'words' && kind !== 'json') return false
  const [word, ...more] = tokens(text)
  return word === lowerText(text) && more.length === 0
}

function isReadable(pattern: Value, field: FieldName | undefined): boolean {
  if (field === undefined) return isBareWord(pattern.text) && readSearch(pattern).ok
  return isBareValue(pattern.text) && readValue(field, pattern).ok
}
