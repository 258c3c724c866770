/**
 * What a value asks of an event, ready to be compared: the evaluator runs these, and SQL is compiled from the same ones.
 * Texts under `same`, `like`, `words` and `phrase` are already as `lowerText` makes them.
 */

import type { Part } from './fields.ts'

export type ValueTest =
  SameTest | LikeTest | WordsTest | IsTest | ChoiceTest | PartTest | NetworkTest | NumbersTest | TimesTest

/** The text equals this one to the letter. An absent text equals ''. */
export interface IsTest {
  test: 'is'
  text: string
}

/** The text equals this one in lower case. */
export interface SameTest {
  test: 'same'
  text: string
}

/**
 * A text that is not empty and, in lower case, has these parts in this order from its beginning to its end, with anything
 * between two of them: `['a','b']` is `a*b`, `['a','']` is `a*`. Always two parts or more.
 */
export interface LikeTest {
  test: 'like'
  parts: string[]
}

/** Every one of these is among the words of the text. */
export interface WordsTest {
  test: 'words'
  words: string[]
}

/** The field has this value of its closed list. */
export interface ChoiceTest {
  test: 'choice'
  choice: string
}

export interface PartTest {
  test: 'part'
  part: Part
}

/** An address of this family whose first `bits` bits are those of `address`. */
export interface NetworkTest {
  test: 'network'
  family: 4 | 6
  /** Normal form; the bits behind the prefix are zero. */
  address: string
  bits: number
}

/** A number from `from` to `to`, both inclusive; absent = without end. */
export interface NumbersTest {
  test: 'numbers'
  from?: number
  to?: number
}

/** An instant in ms since the epoch: `from` inclusive, `to` exclusive. */
export interface TimesTest {
  test: 'times'
  from?: number
  to?: number
}

/** What free text asks. All words and one word per pattern must occur in the event; a phrase within one of its texts. */
export type TextTest =
  | { test: 'words'; words: string[]; patterns: string[][] }
  | { test: 'phrase'; words: string[] }
  | { test: 'everything' }
