/** An answer that lacks what the page cannot do without is refused, so no component meets a half answer. */
import { webError } from '../errors.ts'

export type Get = (path: string, signal?: AbortSignal) => Promise<Record<string, unknown>>
export type Send = (
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
) => Promise<Record<string, unknown>>

export function complete<T>(answer: Record<string, unknown>, holds: boolean): T {
  if (!holds) throw webError('UNEXPECTED_ANSWER')
  return answer as T
}
