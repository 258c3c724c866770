/** An answer that lacks what the page cannot do without is refused, so no component meets a half answer. */
import { webError } from '../errors.ts'

export type Get = (path: string, signal?: AbortSignal) => Promise<Record<string, unknown>>
export type Send = (
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
) => Promise<Record<string, unknown>>

/** @param holds says whether what the page cannot do without is there; it may be anything until then */
export function complete<T extends object>(
  answer: Record<string, unknown>,
  holds: (answer: { [K in keyof T]?: unknown }) => boolean,
): T {
  const some = answer as { [K in keyof T]?: unknown }
  if (!holds(some)) throw webError('UNEXPECTED_ANSWER')
  return some as T
}
