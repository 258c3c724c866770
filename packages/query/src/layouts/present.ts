/**
 * Presents a row of a report in a vendor's columns.
 * Pure and total: every row of the base report has a text for every column, empty where the vendor shows nothing.
 */

import type { Change, Json } from '@daybook/event'

import type { Layout, LayoutColumn } from './layout.ts'

/** A row of either report, as the API gives it; `tenant` beside it for vendors that name the customer. */
export type PresentableRow = Readonly<Record<string, unknown>>

type Transform = (value: unknown, row: PresentableRow, words: Readonly<Record<string, string>>) => string

/** The closed list of what a column may do beside reading a path. */
const TRANSFORMS = {
  text,
  /** The name of a person, else their id. */
  person: value => text(member(value, 'name') ?? member(value, 'id')),
  /** `User.userName`: the attribute behind the type of its entity. */
  entityAttribute: (value, row) => `${text(at(row, 'entity.type'))}.${text(value)}`,
  /** The vendor's word for a category: `login FAILURE`, then `update of Setting`, then `update` is looked up. */
  action(value, row, words) {
    const category = text(value)
    const keys = [
      `${category} ${text(row['outcome'])}`,
      `${category} of ${text(at(row, 'entity.type'))}`,
      category,
    ]
    const key = keys.find(candidate => Object.hasOwn(words, candidate))
    return key === undefined ? text(row['activity']) : text(words[key])
  },
  /** The value before, or, when several attributes changed, all of them as one JSON object. */
  oldValues: value => valuesOf(changesOf(value), 'old'),
  newValues: value => valuesOf(changesOf(value), 'new'),
  /** `{"old":{…},"new":{…}}` as 8x8 writes it; the final state alone when nothing is known of what changed. */
  details(_, row) {
    const changes = changesOf(row['changes'])
    if (changes.length === 0) return text(row['state'])
    return JSON.stringify({ old: sideOf(changes, 'old'), new: sideOf(changes, 'new') })
  },
} as const satisfies Record<string, Transform>

export type CellTransform = keyof typeof TRANSFORMS

/** One text per column of the layout, in its order. */
export function presentRow(layout: Layout, row: PresentableRow): string[] {
  return layout.columns.map(column => cell(column, row))
}

function cell({ from, as, words = {} }: LayoutColumn, row: PresentableRow): string {
  const transform: Transform = TRANSFORMS[as ?? 'text']
  const shown = transform(at(row, from), row, words)
  return as !== 'action' && Object.hasOwn(words, shown) ? text(words[shown]) : shown
}

function at(row: PresentableRow, path: string): unknown {
  return path.split('.').reduce<unknown>(member, row)
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Record<string, unknown>)[name]
}

function text(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function changesOf(value: unknown): readonly Change[] {
  return Array.isArray(value) ? (value as Change[]) : []
}

function valuesOf(changes: readonly Change[], side: 'old' | 'new'): string {
  const [only, ...more] = changes
  if (more.length === 0) return text(only?.[side])
  const values = sideOf(changes, side)
  return Object.keys(values).length === 0 ? '' : JSON.stringify(values)
}

/** A map without a prototype: attributes are the senders' words. */
function sideOf(changes: readonly Change[], side: 'old' | 'new'): Record<string, Json> {
  const values = Object.create(null) as Record<string, Json>
  for (const change of changes) {
    const value = change[side]
    if (value !== undefined) values[change.attribute] = value
  }
  return values
}
