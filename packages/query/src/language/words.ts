/**
 * Words, phrases and wildcards of text that is searched.
 * Words are those of `tokens()`, as the index cuts them; `*` stands for any run of characters, also for none.
 */

import { lowerText, tokens } from '../tokens.ts'

// eslint-disable-next-line no-control-regex -- every ASCII character but letters, digits and the wildcard
const SEPARATORS_BUT_STAR = /[\x00-\x29\x2b-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+/

/** Whether the words of the phrase follow each other among these. */
export function hasPhrase(words: readonly string[], phrase: readonly string[]): boolean {
  const last = words.length - phrase.length
  for (let at = 0; at <= last; at++) {
    if (phrase.every((word, i) => words[at + i] === word)) return true
  }
  return false
}

export interface SearchedWords {
  words: string[]
  /** Words with wildcards, as parts between the `*`. */
  patterns: string[][]
}

/** What a text with or without wildcards searches for: `o'bri*` is the word `o` and a word that begins with `bri`. */
export function searchedWords(text: string): SearchedWords {
  if (!text.includes('*')) return { words: tokens(text), patterns: [] }
  const pieces = new Set(lowerText(text).split(SEPARATORS_BUT_STAR))
  const words: string[] = []
  const patterns: string[][] = []
  for (const piece of pieces) {
    if (!piece.includes('*')) {
      if (piece !== '') words.push(piece)
    } else if (!/^\*+$/.test(piece)) patterns.push(partsOf(piece))
  }
  return { words, patterns }
}

/** The parts between wildcards in lower case; neighbouring `*` are one. */
export function partsOf(pattern: string): string[] {
  return lowerText(pattern).split(/\*+/)
}

/** @param parts two or more, in lower case; they cover the whole text */
export function isLike(text: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  if (text === '' || text.length < first.length + last.length) return false
  if (!text.startsWith(first) || !text.endsWith(last)) return false
  const end = text.length - last.length
  let from = first.length
  for (const part of parts.slice(1, -1)) {
    const at = text.indexOf(part, from)
    if (at < 0 || at + part.length > end) return false
    from = at + part.length
  }
  return true
}
