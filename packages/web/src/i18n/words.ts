/** What the definitions name in English, in the language on the page. A name that no language knows stays as it is. */
import { fieldOf, type FieldName } from '@daybook/query'

import type { T } from './use-t.ts'

/** A column of a report, by its id. */
export function columnLabel(t: T, id: string, label: string): string {
  const key = `words.columns.${id}`
  return hasKey(t, key) ? t(key) : label
}

export function reportTitle(t: T, id: string, title: string): string {
  const key = `words.reports.${id}`
  return hasKey(t, key) ? t(key) : title
}

/** A field of the filter language. */
export function fieldLabel(t: T, field: FieldName): string {
  const key = `words.query.${field}`
  return hasKey(t, key) ? t(key) : fieldOf(field).label
}

/** `DENIED` is a failure for want of permission. */
export function outcomeLabel(t: T, outcome: string): string {
  const key = `words.outcomes.${outcome}`
  return hasKey(t, key) ? t(key) : outcome
}

/** What kind of thing an activity is. */
export function categoryLabel(t: T, category: string): string {
  const key = `words.categories.${category}`
  return hasKey(t, key) ? t(key) : category
}

type Key = Parameters<T>[0]

export const hasKey = (t: T, key: string): key is Key => /^[\w.]+$/.test(key) && t.has(key as Key)
