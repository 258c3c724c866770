/**
 * Says a question in plain English, so that who typed it sees how it was understood.
 * Says the normal form, part by part in its order; it decides nothing.
 */

import { isEverything, isNothing, type Query, type TermNode, type Value } from './ast.ts'
import type { FieldName } from './fields.ts'
import { isItemOfChange, normalise } from './normal.ts'

/** Such as: events in UserHub or Player, on a User, that failed, except reads, containing “dalloway” */
export function explainQuery(query: Query): string {
  const normal = normalise(query)
  if (isEverything(normal)) return 'all events'
  if (isNothing(normal)) return 'no events'
  return `events ${clausesOf(normal).join(', ')}`
}

function clausesOf(query: Query): string[] {
  if (query.kind !== 'and') return [say(query, false)]
  const change = sayChange(query.items.filter(isItemOfChange))
  let saidChange = false
  return query.items.flatMap(item => {
    if (change === undefined || !isItemOfChange(item)) return [say(item, false)]
    // All parts that speak of the one change are said where the first of them stands.
    const first = !saidChange
    saidChange = true
    return first ? [change] : []
  })
}

function say(query: Query, not: boolean): string {
  switch (query.kind) {
    case 'and': {
      const clauses = clausesOf(query).join(' and ')
      return not ? `except those ${clauses}` : clauses
    }
    case 'or': {
      const clauses = query.items.map(item => say(item, false)).join(' or ')
      return not ? `except those either ${clauses}` : `either ${clauses}`
    }
    case 'not':
      return say(query.item, !not)
    case 'term':
      return sayTerm(query, not)
    case 'text': {
      const what = query.exact === true ? `the phrase “${query.text}”` : `“${query.text}”`
      return `${no(not)}containing ${what}`
    }
  }
}

/** One change with what is asked of its attribute and values; undefined when there is less to say than two parts. */
function sayChange(items: readonly Query[]): string | undefined {
  if (items.length < 2) return undefined
  const terms = items.filter(item => item.kind === 'term')
  const byField = new Map(terms.map(term => [term.field, sayValues(term.values)]))
  if (byField.size < items.length) {
    const [first, ...others] = items.map(item => say(item, false))
    return `${first} and in the same change ${others.join(' and ')}`
  }
  const part = (field: FieldName, words: string) =>
    byField.has(field) ? [`${words} ${byField.get(field)}`] : []
  return [
    `changing ${byField.get('attr') ?? 'a value'}`,
    ...part('value', 'from or to'),
    ...part('old', 'from'),
    ...part('new', 'to'),
  ].join(' ')
}

function sayTerm({ field, values }: TermNode, not: boolean): string {
  if (hasOwnWords(field)) return OWN_WORDS[field](values, not)
  return `${no(not)}${INTRODUCTIONS[field]} ${sayValues(values)}`
}

const OWN_WORDS = {
  category: (values: readonly Value[], not: boolean): string => {
    const kinds = list(values.map(({ text }) => CATEGORY_PLURALS[text] ?? text))
    return not ? `except ${kinds}` : `that are ${kinds}`
  },
  outcome: (values: readonly Value[], not: boolean): string =>
    `that ${list(
      values.map(({ text }) => sayOutcome(text, not)),
      not ? 'and' : 'or',
    )}`,
  impersonated: (values: readonly Value[], not: boolean): string => {
    const [first, second] = values
    if (second !== undefined) return not ? 'neither impersonated nor not' : 'impersonated or not'
    return `${no((first?.text === 'yes') === not)}impersonated`
  },
  has: (values: readonly Value[], not: boolean): string =>
    `${not ? 'without' : 'with'} ${list(values.map(({ text }) => PART_NAMES[text] ?? text))}`,
  entity: (values: readonly Value[], not: boolean): string => {
    const types = sayValues(values)
    // "an Event", but "a User" and "a Unit".
    const article = /^“?(?:[aeio]|u(?!s|ni))/i.test(types) ? 'an' : 'a'
    return `${no(not)}on ${article} ${types}`
  },
  index: (values: readonly Value[], not: boolean): string =>
    `${no(not)}numbered ${list(values.map(({ text }) => text.replace('..', ' to ')))}`,
  after: (values: readonly Value[], not: boolean): string => `${no(not)}from ${sayValues(values)} on`,
} as const

type OwnWords = keyof typeof OWN_WORDS

function hasOwnWords(field: FieldName): field is OwnWords {
  return Object.hasOwn(OWN_WORDS, field)
}

function no(not: boolean): string {
  return not ? 'not ' : ''
}

const INTRODUCTIONS: Readonly<Record<Exclude<FieldName, OwnWords>, string>> = {
  application: 'in',
  instance: 'on instance',
  entityName: 'on something named',
  activity: 'with activity',
  reason: 'with the reason',
  actor: 'by',
  actorType: 'by an actor of type',
  impersonator: 'impersonated by',
  attr: 'changing',
  value: 'changing a value from or to',
  old: 'changing a value from',
  new: 'changing a value to',
  ip: 'from address',
  access: 'through',
  agent: 'with user agent',
  region: 'in region',
  session: 'in session',
  request: 'in request',
  correlation: 'as part of',
  related: 'involving',
  source: 'sent by',
  comment: 'with a comment on',
  event: 'with id',
  before: 'before',
}

const CATEGORY_PLURALS: Readonly<Record<string, string>> = {
  create: 'creations',
  update: 'updates',
  delete: 'deletions',
  read: 'reads',
  search: 'searches',
  export: 'exports',
  import: 'imports',
  share: 'shares',
  login: 'sign-ins',
  logout: 'sign-outs',
  impersonate: 'impersonations',
  enable: 'activations',
  disable: 'deactivations',
  grant: 'grants',
  revoke: 'revocations',
  other: 'of other kinds',
}

const PART_NAMES: Readonly<Record<string, string>> = {
  state: 'a state',
  comment: 'a comment',
  related: 'related entities',
  impersonator: 'an impersonator',
  instance: 'an instance id',
  entityName: 'a name',
  reason: 'a reason',
  ip: 'a source address',
  session: 'a session',
  request: 'a request',
  access: 'a method of access',
  region: 'a region',
  correlation: 'a correlation',
  source: 'a source',
}

function sayOutcome(outcome: string, not: boolean): string {
  if (outcome === 'failure') return not ? 'did not fail' : 'failed'
  return not ? 'did not succeed' : 'succeeded'
}

function sayValues(values: readonly Value[]): string {
  return list(values.map(({ text, exact }) => (exact === true ? `“${text}”` : text)))
}

/** a · a or b · a, b or c */
function list(items: readonly string[], word = 'or'): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`
}
