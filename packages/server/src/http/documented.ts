/**
 * Helpers to describe routes: the descriptions are the API's documentation and are checked against what routes do by a test.
 * A description never changes an answer: Fastify neither filters nor coerces by it.
 */
import type { FastifySchema } from 'fastify'
import type { TSchema } from 'typebox'

import { ERRORS, type ErrorCode } from '../errors.ts'

/** What @fastify/swagger reads beside Fastify's own members. */
export interface Documented extends FastifySchema {
  summary: string
  description?: string
  tags: readonly string[]
  security?: readonly Readonly<Record<string, readonly string[]>>[]
  response: Record<number, unknown>
}

const EVERYWHERE: readonly ErrorCode[] = ['INTERNAL', 'STOPPING', 'INVALID_HTTP', 'HEADERS_TOO_LARGE']
const GUARDED: readonly ErrorCode[] = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'TOO_MANY_ATTEMPTS',
  'UNAVAILABLE',
  'UNKNOWN_PARAMETER',
]

/** What a POST without a body may still be refused for. */
export const NO_BODY_REFUSALS = [
  'CROSS_SITE',
  'EMPTY_BODY',
  'INVALID_JSON',
  'INVALID_UTF8',
  'BODY_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
] as const satisfies readonly ErrorCode[]
/** What a JSON body of the console may be refused for. */
export const BODY_REFUSALS = [...NO_BODY_REFUSALS, 'INVALID_BODY'] as const

/** The refusals of a route, by status, as problem documents. */
export function refusals(...codes: ErrorCode[]): Record<number, unknown> {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of new Set([...codes, ...EVERYWHERE])) {
    const { status } = ERRORS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  const response: Record<number, unknown> = {}
  for (const [status, listed] of byStatus) {
    response[status] = {
      description: listed.map(code => `\`${code}\`: ${ERRORS[code].title}.`).join(' '),
      content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
    }
  }
  return response
}

/** The refusals of a route behind a guard. */
export function guardedRefusals(...codes: ErrorCode[]): Record<number, unknown> {
  return refusals(...GUARDED, ...codes)
}

export function jsonAnswer(description: string, schema: TSchema | { $ref: string }): unknown {
  return { description, content: { 'application/json': { schema } } }
}

export const BY_KEY = [{ key: [] }] as const
export const BY_KEY_OR_SESSION = [{ key: [] }, { session: [] }] as const
