/**
 * Rows and values as those see them who may not see sensitive attributes.
 * Whether there was a value stays visible; what it was does not. Nothing of the given objects is changed.
 */

import { childPath, type Change, type Json } from '@daybook/event'

import { hiddenPart } from './sensitive.ts'

/** Stands for a value that is hidden. It has no words, so no search finds it. */
export const MASK = '••••••••'

export interface MaskedChange extends Change {
  /** The values, or parts of them, are hidden. */
  masked?: true
}

/** @param attributes sensitive ones of the entity */
export function maskChange<C extends Change>(change: C, attributes: readonly string[]): C & MaskedChange {
  if (hiddenPart(change.attribute, attributes) === undefined) return change
  const { old, new: now, attribute } = change
  const [shownOld, shownNew] = [maskValue(old, attribute, attributes), maskValue(now, attribute, attributes)]
  if (shownOld === old && shownNew === now) return change
  return {
    ...change,
    ...(shownOld === undefined ? {} : { old: shownOld }),
    ...(shownNew === undefined ? {} : { new: shownNew }),
    masked: true,
  }
}

/** The value at a path, itself when nothing in it is hidden. @param path `''` for a whole state */
export function maskValue<V extends Json | undefined>(
  value: V,
  path: string,
  attributes: readonly string[],
): V | Json {
  if (value === undefined) return value
  const hidden = path === '' ? 'part' : hiddenPart(path, attributes)
  if (hidden === 'whole') return MASK
  if (hidden === undefined || value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) {
    const items = value.map(item => maskValue(item, path, attributes))
    return items.every((item, i) => item === value[i]) ? value : items
  }
  const inside = path === '$' ? '' : path
  const entries = Object.entries(value).map(
    ([key, inner]) => [key, maskValue(inner, childPath(inside, { kind: 'key', key }), attributes)] as const,
  )
  // `fromEntries` makes own properties of every key, `__proto__` too.
  return entries.every(([key, inner]) => inner === value[key]) ? value : Object.fromEntries(entries)
}

/** A change without values that are hidden: what questions of those see who may not see them. */
export function withoutHidden(change: Change, attributes: readonly string[]): Change {
  return hiddenPart(change.attribute, attributes) === undefined ? change : { attribute: change.attribute }
}
