/**
 * How one value or word is written: bare where that is read back as the same, in quotation marks otherwise.
 * Printer, completion and normal form decide here, so what one writes the other reads.
 */

import type { Value } from './ast.ts'
import { fieldOf, type FieldName } from './fields.ts'

export const SPACE = /\s/
const ENDS_VALUE = /[\s,()"]/
const ENDS_WORD = /[\s()"]/
const LOOKS_LIKE_TERM = /^[A-Za-z][\w.-]*:/
const RESERVED = /^(?:or|and)$/i

export function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}

/** Whether this text without quotation marks is one value of a term. */
export function isBareValue(text: string): boolean {
  return text !== '' && !ENDS_VALUE.test(text)
}

/** Whether this text without quotation marks is one word of free text. */
export function isBareWord(text: string): boolean {
  return text !== '' && !ENDS_WORD.test(text) && !text.startsWith('-') && !isReserved(text)
}

export function writeValue({ text, exact }: Value): string {
  return exact === true || !isBareValue(text) ? quote(text) : text
}

export function writeWord({ text, exact }: Value): string {
  return exact === true || !isBareWord(text) ? quote(text) : text
}

/**
 * How a value that was observed in events is proposed to someone who types: bare where that means the same but for case.
 * Of fields that compare words only the quoted text is this one value.
 */
export function writeObserved(field: FieldName, text: string): string {
  const { kind } = fieldOf(field)
  const quoted = kind === 'words' || kind === 'json' || text.includes('*') || !isBareValue(text)
  return quoted ? quote(text) : text
}

function isReserved(text: string): boolean {
  return RESERVED.test(text) || LOOKS_LIKE_TERM.test(text)
}
