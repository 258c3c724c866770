/**
 * Questions of those who may not see sensitive attributes, as SQL: hidden values are not there to be asked for.
 * Without anything hidden, no condition is longer than before.
 */

import type { SensitiveAttribute } from '@daybook/query'

import type { Binder } from './binder.ts'
import { searchedSql } from '../schema.ts'

export interface HiddenSql {
  /** Whether the change of this attribute (an SQL expression) has hidden values. */
  change(attribute: string): string
  /** Whether some change of the event has. */
  event: string
  /** The searched text of the event without hidden values. */
  search: string
}

/** @returns undefined when nothing is hidden */
export function hiddenSql(hidden: readonly SensitiveAttribute[], binder: Binder): HiddenSql | undefined {
  if (hidden.length === 0) return undefined
  const bind = (texts: string[]) => binder.bind(texts, 'Array(String)')
  const applications = bind(hidden.map(one => one.application))
  const entities = bind(hidden.map(one => one.entity))
  const attributes = bind(hidden.map(one => one.attribute))
  const change = (attribute: string) => {
    const path = plainPathSql(attribute)
    const beside = `${path} = s OR startsWith(${path}, concat(s, '.')) OR startsWith(s, concat(${path}, '.')) OR ${path} = '$'`
    return `arrayExists((x, e, s) -> x = application AND e = entity_type AND (${beside}), ${applications}, ${entities}, ${attributes})`
  }
  const shown = (list: string) => `arrayFilter((v, a) -> NOT (${change('a')}), ${list}, changes.attribute)`
  return {
    change,
    event: `(entity_type IN ${entities} AND arrayExists(a -> ${change('a')}, changes.attribute))`,
    search: searchedSql({ old: shown('changes.old'), new: shown('changes.new') }),
  }
}

/** Of a row that has the words somewhere: not only in what is hidden. @param words a bound list */
export function foundShownSql(words: string, { event, search }: HiddenSql): string {
  return `(NOT ${event} OR hasAllTokens(${search}, ${words}))`
}

/** As `plainPath` of the query room. */
function plainPathSql(attribute: string): string {
  const plain = String.raw`replaceRegexpAll(${attribute}, '\\[[^\\]]*\\]', '')`
  return `replaceRegexpOne(${plain}, '^\\\\$\\\\.', '')`
}
