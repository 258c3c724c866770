/**
 * Makes foreign values fit into an event's fields.
 * Invariant: what is returned is accepted by the event's own rules; nothing is cut without a visible mark.
 */
import { hash } from 'node:crypto'
import { type Json, type JsonObject, readJson } from '@daybook/event'

/** A non-blank text of at most `max` characters, or undefined. */
export function fitText(value: unknown, max: number): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const text = clean(String(value))
  if (text.trim() === '') return undefined
  if (text.length <= max) return text
  const characters = Array.from(text)
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`
}

/** As fitText, but two different long ids stay different: the end becomes a digest of the whole. */
export function fitId(value: unknown, max: number): string | undefined {
  const text = fitText(value, Number.MAX_SAFE_INTEGER)
  if (text === undefined) return undefined
  const characters = Array.from(text)
  if (characters.length <= max) return text
  return `${characters.slice(0, max - 18).join('')}…${hash('sha256', text, 'hex').slice(0, 16)}`
}

function clean(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD')
}

/** Makes an object without the undefined ones of its members. */
export function compact<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(members)) if (value !== undefined) kept[name] = value
  return kept as { [K in keyof T]: Exclude<T[K], undefined> }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const UNSAFE_DIGITS = /\d{16}/
const PLAIN_INTEGER = /^-?\d+$/

const keepDigits = (written: string): Json =>
  !PLAIN_INTEGER.test(written) || Number.isSafeInteger(Number(written)) ? Number(written) : written

/** JSON whose reader keeps whole numbers beyond 2^53 - 1 as their digits, because an event refuses to round them. */
export function parseForeignJson(text: string): Json {
  return readJson(text, UNSAFE_DIGITS.test(text) ? keepDigits : undefined)
}
