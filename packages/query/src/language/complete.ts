/**
 * What is being typed at a place of a text, and what could be written there.
 * Proposals made here are fixed ones; values observed in events come from elsewhere and are applied the same way.
 */

import { choiceOf, findField, QUERY_FIELDS, type FieldName, type QueryField } from './fields.ts'
import { lex, type RawValue, type TermToken, type TextToken, type Token } from './lex.ts'
import { QUERY_LIMITS } from './limits.ts'
import { quote, writeObserved } from './notation.ts'

/** Something that can be written at the place. */
export interface Proposal {
  /** The text that goes in place of the completed range. */
  insert: string
  label: string
  description: string
}

export interface Completion {
  /**
   * `field`: a field's name, of a term or where nothing is yet · `value`: a value of `field` · `word`: free text, which may
   * become a field's name · `none`: nothing can be proposed, such as the values of a field that does not exist.
   */
  kind: 'field' | 'value' | 'word' | 'none'
  /** What stands before the cursor of what is being typed, without quotation marks and escapes. */
  prefix: string
  /** The range that a proposal replaces. */
  start: number
  end: number
  /** Of a value: its field. */
  field?: FieldName
  /** Of a value: the term leaves events out, so values are counted without it. */
  not?: boolean
  /** Of a value: the other values that the term has already. */
  others?: string[]
  proposals: Proposal[]
}

/**
 * @param cursor UTF-16 offset; outside of the text it counts as its end
 */
export function completeAt(text: string, cursor: number): Completion {
  const at = cursor >= 0 && cursor <= text.length ? cursor : text.length
  if (text.length > QUERY_LIMITS.lengthMax) return nothingAt(at)
  const { tokens } = lex(text)
  const position = tokens.findLastIndex(token => token.start < at || (token.start === at && isWritten(token)))
  const token = tokens[position]
  if (token === undefined || !isWritten(token) || token.end < at) return emptyAt(at)
  if (token.type === 'term') return completeTerm(text, at, token, tokens[position - 1]?.type === 'minus')
  return completeWord(text, at, token)
}

/** The text with the proposal in place, and where the cursor goes: to the next thing to type. */
export function applyCompletion(
  text: string,
  completion: Pick<Completion, 'kind' | 'start' | 'end'>,
  proposal: Pick<Proposal, 'insert'>,
): { text: string; cursor: number } {
  const after = text.slice(completion.end)
  const whole = completion.kind === 'value' && after === ''
  const insert = whole ? `${proposal.insert} ` : proposal.insert
  return {
    text: text.slice(0, completion.start) + insert + after,
    cursor: completion.start + insert.length,
  }
}

/** A value observed in events as a proposal; `description` is such as its count. */
export function observedProposal(field: FieldName, value: string, label = value, description = ''): Proposal {
  return { insert: writeObserved(field, value), label, description }
}

type WrittenToken = TermToken | TextToken | (Token & { type: 'or' | 'and' })

/** A token made of letters that may go on; parentheses and `-` are complete. */
function isWritten(token: Token): token is WrittenToken {
  return token.type === 'term' || token.type === 'text' || token.type === 'or' || token.type === 'and'
}

function completeTerm(text: string, at: number, token: TermToken, not: boolean): Completion {
  if (at <= token.colon) {
    const prefix = text.slice(token.start, at)
    const range = { start: token.start, end: token.colon + 1 }
    return { kind: 'field', prefix, ...range, proposals: fieldProposals(prefix) }
  }
  const field = findField(token.name)
  if (field === undefined) return nothingAt(at)
  const value = token.values.find(({ end }) => at <= end)
  if (value === undefined) return nothingAt(at)
  const prefix = prefixOf(text, at, value)
  const others = token.values.filter(other => other !== value).map(other => other.text)
  return {
    kind: 'value',
    prefix,
    start: value.start,
    end: value.end,
    field: field.name,
    not,
    others,
    proposals: valueProposals(field, prefix, others),
  }
}

function completeWord(
  text: string,
  at: number,
  token: TextToken | (Token & { type: 'or' | 'and' }),
): Completion {
  const { start, end } = token
  if (token.type === 'text' && token.exact === true) {
    return { kind: 'word', prefix: prefixOf(text, at, token), start, end, proposals: [] }
  }
  const prefix = text.slice(start, at)
  return { kind: 'word', prefix, start, end, proposals: fieldProposals(prefix) }
}

function emptyAt(at: number): Completion {
  return { kind: 'field', prefix: '', start: at, end: at, proposals: fieldProposals('') }
}

function nothingAt(at: number): Completion {
  return { kind: 'none', prefix: '', start: at, end: at, proposals: [] }
}

/** Fields by name first, then those whose alias or label begins so. */
function fieldProposals(prefix: string): Proposal[] {
  const typed = prefix.toLowerCase()
  const byName = QUERY_FIELDS.filter(field => beginsWith(field.name, typed))
  const byOther = QUERY_FIELDS.filter(
    field => !byName.includes(field) && [field.label, ...field.aliases].some(name => beginsWith(name, typed)),
  )
  return [...byName, ...byOther].map(({ name, label, description }) => ({
    insert: `${name}:`,
    label,
    description,
  }))
}

function valueProposals(field: QueryField, prefix: string, others: readonly string[]): Proposal[] {
  const typed = prefix.toLowerCase()
  const taken = new Set(others.map(other => choiceOf(field, other)))
  return (field.choices ?? [])
    .filter(choice => !taken.has(choice))
    .filter(({ name, aliases = [] }) => [name, ...aliases].some(word => beginsWith(word, typed)))
    .map(({ name, description }) => ({ insert: name, label: name, description }))
}

function beginsWith(word: string, typed: string): boolean {
  return word.toLowerCase().startsWith(typed)
}

/** What is typed of a value up to the cursor; inside quotation marks what it says, not how it is written. */
function prefixOf(text: string, at: number, value: RawValue): string {
  const written = text.slice(value.start, Math.max(at, value.start))
  if (value.exact !== true) return written
  if (at >= value.end && written.length > 1) return value.text
  // The written part is a quoted text that is not closed yet: reading it again undoes its escapes.
  const [token] = lex(written === '' ? quote('') : written).tokens
  return token?.type === 'text' ? token.text : ''
}
