/** The category of an activity that no catalog knows, derived from its verb. */
/** Pure: the same activity always has the same category; without a known verb it is `other`. */

import type { Category } from './types.ts'
import { PHRASES, VERBS } from './verbs.ts'

/** Distinct activities remembered; beyond it the memory starts anew, so that invented names cannot fill the process. */
const REMEMBERED_MAX = 4096
const WORDS_MAX = 32
/** `Created, updated`: the first of several verbs counts. */
const CLAUSE = /[,;]/

const categoryOfWord = new Map<string, Category>()
for (const category of Object.keys(VERBS) as (keyof typeof VERBS)[])
  for (const word of VERBS[category].split(' ')) categoryOfWord.set(word, category)

const phrasesByFirstWord = new Map<string, { rest: string[]; category: Category }[]>()
for (const [phrase, category] of PHRASES) {
  const [first = '', ...rest] = phrase.split(' ')
  const known = phrasesByFirstWord.get(first)
  if (known) known.push({ rest, category })
  else phrasesByFirstWord.set(first, [{ rest, category }])
}

const remembered = new Map<string, Category>()

/**
 * `Change password`, `CreateAdvLifeCycleRule`, `login_failure`, `Interaction Viewed` → update, create, login, read.
 * The leftmost known phrase or verb decides, but a participle at the end (`View deleted`) decides before it.
 */
export function categoryOf(activity: string): Category {
  const known = remembered.get(activity)
  if (known !== undefined) return known
  const [clause = ''] = activity.split(CLAUSE, 1)
  const first = derive(wordsOf(clause))
  const category = first === 'other' ? derive(wordsOf(activity)) : first
  if (remembered.size >= REMEMBERED_MAX) remembered.clear()
  remembered.set(activity, category)
  return category
}

function derive(words: string[]): Category {
  const last = words.at(-1)
  if (words.length > 1 && last !== undefined && last.endsWith('ed')) {
    const category = phraseAt(words, 0) ?? categoryOfWord.get(last)
    if (category !== undefined) return category
  }
  for (let i = 0; i < words.length; i++) {
    const category = phraseAt(words, i) ?? categoryOfWord.get(words[i] as string)
    if (category !== undefined) return category
  }
  return 'other'
}

function phraseAt(words: string[], start: number): Category | undefined {
  for (const { rest, category } of phrasesByFirstWord.get(words[start] as string) ?? [])
    if (matches(words, start + 1, rest)) return category
  return undefined
}

function matches(words: string[], start: number, rest: string[]): boolean {
  let at = start
  for (let i = 0; i < rest.length; i++) {
    if (rest[i] === '*') {
      i++
      at = words.indexOf(rest[i] as string, at)
      if (at < 0) return false
    } else if (words[at] !== rest[i]) return false
    at++
  }
  return true
}

/** camelCase, snake_case, kebab-case, dotted and plain words, in lower case. */
function wordsOf(activity: string): string[] {
  return (
    activity
      .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
      .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
      // AWS writes the version of a call behind it: RemovePermission20150331v2.
      .replaceAll(/(\p{L})(\p{N})/gu, '$1 $2')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u, WORDS_MAX)
      .filter(word => word !== '')
  )
}
