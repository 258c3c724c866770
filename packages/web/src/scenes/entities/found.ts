/**
 * Entities that fit to typed words, out of rows of the Activity report.
 * The index finds words anywhere in an event; here only what the entity itself is called counts.
 */
import { tokens } from '@daybook/query'

import type { ActivityRow } from '../../api/types.ts'

export interface FoundEntity {
  type: string
  id: string
  name?: string
  /** Of the newest row that names it. */
  lastSeen: string
}

/** Words of a search; more would not find better. */
const WORDS_MAX = 6

/** The filter text that finds rows for typed words: each is the beginning of a word. Undefined when there is none to look for. */
export function searchOf(typed: string): string | undefined {
  const words = wordsOf(typed)
  return words.length === 0 ? undefined : `has:instance ${words.map(word => `${word}*`).join(' ')}`
}

/** Distinct entities among the rows, in their order, that have every typed word in type, id or name. */
export function entitiesIn(rows: readonly ActivityRow[], typed: string): FoundEntity[] {
  const words = wordsOf(typed)
  const found = new Map<string, FoundEntity>()
  for (const { entity, occurredAt } of rows) {
    const { type, id, name } = entity
    if (id === undefined || id === '') continue
    const own = tokens(`${type} ${id} ${name ?? ''}`)
    if (!words.every(word => own.some(one => one.startsWith(word)))) continue
    const key = JSON.stringify([type, id])
    if (!found.has(key))
      found.set(key, { type, id, ...(name === undefined ? {} : { name }), lastSeen: occurredAt })
  }
  return [...found.values()]
}

const wordsOf = (typed: string): string[] => tokens(typed).slice(0, WORDS_MAX)
