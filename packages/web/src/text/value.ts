/**
 * Values of changes as text, and which part of two of them differs.
 * Text is shown without quotes; everything that could be mistaken for it ("", null, lists) is shown as JSON.
 */
import type { Json } from '../api/types.ts'

export function valueText(value: Json): string {
  if (typeof value === 'string') return value === '' ? '""' : value
  if (isTexts(value)) return value.join(', ')
  return JSON.stringify(value)
}

const isTexts = (value: Json): value is string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string' && item !== '')

export interface Marked {
  before: string
  marked: string
  after: string
}

const WORDS = /(\s+|[,.:;/@-])/

/** The words of `text` that `other` does not share at its beginning and end; nothing marked when nothing is shared. */
export function markDifference(text: string, other: string): Marked {
  const a = text.split(WORDS)
  const b = other.split(WORDS)
  const most = Math.min(a.length, b.length)
  let start = 0
  while (start < most && a[start] === b[start]) start += 1
  let end = 0
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1
  if (start + end === 0) return { before: text, marked: '', after: '' }
  return {
    before: a.slice(0, start).join(''),
    marked: a.slice(start, a.length - end).join(''),
    after: a.slice(a.length - end).join(''),
  }
}
