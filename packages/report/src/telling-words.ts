/**
 * The words of a value by which the word index skips best.
 * Fewer words ask for less and still hold of every event that has the value, so leaving some out is always right.
 */

import { tokens } from '@daybook/query'

/** More would not skip more. */
const WORDS_MAX = 8

/** A word with a digit and of at least this length is rare enough to be asked for alone: `e` of `e-4711` is everywhere. */
const RARE_WORD_LENGTH = 4

/** None for a text without letters and digits. */
export function tellingWords(text: string): string[] {
  return tellingOf(tokens(text))
}

export function tellingOf(words: readonly string[]): string[] {
  const rare = words.filter(word => word.length >= RARE_WORD_LENGTH && /[0-9]/.test(word))
  const [longest] = rare.toSorted((a, b) => b.length - a.length)
  return longest === undefined ? words.slice(0, WORDS_MAX) : [longest]
}
