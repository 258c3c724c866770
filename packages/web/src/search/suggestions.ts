/**
 * What is offered while a filter is typed: the words as they are, values that occur, fields and closed lists.
 * What an offer writes is decided by the query room; this only puts the offers in order.
 */
import {
  applyCompletion,
  completeAt,
  FIELDS,
  observedProposal,
  parseQuery,
  type QueryProblem,
} from '@daybook/query'

import type { Completion, FacetValue } from '../api/types.ts'

export interface Offer {
  id: string
  kind: 'text' | 'field' | 'value'
  /** What is written before the label, such as `actor:`. */
  code: string
  label: string
  description: string
  count?: number
  /** The typed text with the offer taken. */
  text: string
  cursor: number
  /** Whether nothing is left to type: the text is asked. */
  whole: boolean
}

const FIELDS_MAX = 8
const VALUES_MAX = 10
const KNOWN_MAX = 6
/** Fewer letters than this are in too many values. */
const KNOWN_LETTERS_MIN = 2

export type Facets = Partial<Record<string, FacetValue[]>>

/**
 * @param completion what the server knows of the same text and cursor, where it has answered
 * @param facets values that are counted on the page, for words that are the beginning of one
 */
export function offersFor(
  typed: string,
  cursor: number,
  completion: Completion | undefined,
  facets: Facets,
): Offer[] {
  const local = completeAt(typed, cursor)
  const field = local.field
  if (local.kind === 'value' && field !== undefined) {
    const known: Completion['proposals'] =
      local.proposals.length > 0 ? local.proposals : observed(field, local.prefix, facets)
    const proposals = completion?.proposals ?? known
    return proposals.slice(0, VALUES_MAX).map(proposal => ({
      id: `${field}:${proposal.insert}`,
      kind: 'value',
      code: `${field}:`,
      label: proposal.label,
      description: proposal.description,
      ...(proposal.count === undefined ? {} : { count: proposal.count }),
      ...taken(typed, local, proposal.insert),
    }))
  }
  if (local.kind === 'none') return []
  const { prefix } = local
  const text: Offer[] =
    typed.trim() === ''
      ? []
      : [
          {
            id: 'text',
            kind: 'text',
            code: '',
            label: typed.trim(),
            description: '',
            text: typed,
            cursor,
            whole: true,
          },
        ]
  const fields = local.proposals.slice(0, FIELDS_MAX).map((proposal): Offer => ({
    id: proposal.insert,
    kind: 'field',
    code: proposal.insert,
    label: proposal.label,
    description: proposal.description,
    ...taken(typed, local, proposal.insert),
    whole: false,
  }))
  return [...text, ...knownValues(typed, local, prefix, facets), ...fields]
}

/** Of a field, until the server has answered: values on the page that begin like what is typed. */
function observed(field: string, prefix: string, facets: Facets): Completion['proposals'] {
  const counted = FIELDS.find(one => one === field)
  if (counted === undefined) return []
  const sought = prefix.toLowerCase()
  return (facets[counted] ?? [])
    .filter(({ value, label }) => [value, label ?? ''].some(name => name.toLowerCase().startsWith(sought)))
    .map(({ value, label, count }) => ({
      insert: observedProposal(counted, value, label).insert,
      label: label ?? value,
      description: '',
      count,
    }))
}

/** Values on the page in which the typed letters occur. */
function knownValues(
  typed: string,
  range: { kind: 'word' | 'field' | 'value' | 'none'; start: number; end: number },
  prefix: string,
  facets: Facets,
): Offer[] {
  if (range.kind !== 'word' || prefix.length < KNOWN_LETTERS_MIN) return []
  const sought = prefix.toLowerCase()
  const found = FIELDS.flatMap(field =>
    (facets[field] ?? [])
      .filter(({ value, label = '' }) => `${value}\n${label}`.toLowerCase().includes(sought))
      .map(value => ({ field, ...value })),
  )
  return found
    .toSorted((a, b) => b.count - a.count)
    .slice(0, KNOWN_MAX)
    .map(({ field, value, label, count }) => {
      const { insert } = observedProposal(field, value, label)
      return {
        id: `${field}:${value}`,
        kind: 'value',
        code: `${field}:`,
        label: label ?? value,
        description: '',
        count,
        ...taken(typed, range, `${field}:${insert}`),
      }
    })
}

function taken(
  typed: string,
  range: { kind: 'word' | 'field' | 'value' | 'none'; start: number; end: number },
  insert: string,
) {
  return { ...applyCompletion(typed, range, { insert }), whole: true }
}

/** What is wrong with the text. While it is being typed, what is merely not finished is not wrong. */
export function problemsOf(text: string, finished: boolean): QueryProblem[] {
  const { errors } = parseQuery(text)
  if (finished) return errors
  return errors.filter(({ code, start, end }) => {
    if (text[start] === '(') return false
    return !UNFINISHED.has(code) || end < text.trimEnd().length
  })
}

const UNFINISHED = new Set([
  'QUERY_EMPTY_VALUE',
  'QUERY_UNTERMINATED_QUOTE',
  'QUERY_MISSING_TERM',
  'QUERY_UNKNOWN_VALUE',
  'QUERY_INVALID_ADDRESS',
  'QUERY_INVALID_NUMBER',
  'QUERY_INVALID_TIME',
  'QUERY_INVALID_ID',
])

/** The text with what a problem suggests in place of what is wrong. */
export const corrected = (text: string, { start, end, suggestion = '' }: QueryProblem): string =>
  text.slice(0, start) + suggestion + text.slice(end)
