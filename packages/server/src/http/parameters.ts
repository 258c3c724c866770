/**
 * Query parameters, checked by hand so that a refusal can help.
 * An unknown parameter is never ignored.
 */
import { type QueryParams, suggest } from '@daybook/query'
import type { FastifyRequest } from 'fastify'

import { ServerError } from '../errors.ts'

const SHOWN_LENGTH_MAX = 64

/** All parameters of the request. Throws UNKNOWN_PARAMETER, with the nearest known name. */
export function knownParameters(request: FastifyRequest, known: readonly string[]): QueryParams {
  const given = request.query as QueryParams
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue
    const shown = name.slice(0, SHOWN_LENGTH_MAX)
    const suggestion = suggest(name, known)
    throw new ServerError('UNKNOWN_PARAMETER', {
      detail: `There is no parameter ${JSON.stringify(shown)}${suggestion === undefined ? '' : `; did you mean "${suggestion}"?`}`,
      members: { parameter: shown, ...(suggestion === undefined ? {} : { suggestion }) },
    })
  }
  return given
}

/** A parameter that may be there once. Throws INVALID_PARAMETER when it is repeated. */
export function oneParameter(parameters: QueryParams, name: string): string | undefined {
  const value = parameters[name]
  if (value === undefined || typeof value === 'string') return value
  throw invalidParameter(name, 'may be given once')
}

/** A parameter that may be repeated, in the order given. */
export function manyParameter(parameters: QueryParams, name: string): readonly string[] {
  const value = parameters[name] ?? []
  return typeof value === 'string' ? [value] : value
}

export function oneOfParameter<T extends string>(
  parameters: QueryParams,
  name: string,
  allowed: readonly T[],
): T | undefined {
  const value = oneParameter(parameters, name)
  if (value === undefined) return undefined
  const found = allowed.find(candidate => candidate === value)
  if (found === undefined) throw invalidParameter(name, `is one of ${allowed.join(', ')}`)
  return found
}

/** `name=true`, `name=1` or just `name`. */
export function flagParameter(parameters: QueryParams, name: string): boolean {
  const value = oneOfParameter(parameters, name, ['true', 'false', '1', '0', ''])
  return value === 'true' || value === '1' || value === ''
}

export function integerParameter(
  parameters: QueryParams,
  name: string,
  range: { min: number; max: number },
): number | undefined {
  const value = oneParameter(parameters, name)
  if (value === undefined) return undefined
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
  if (!(number >= range.min && number <= range.max))
    throw invalidParameter(name, `is a whole number from ${range.min} to ${range.max}`)
  return number
}

const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/

/** An RFC 3339 date-time, or a date, which means its first moment in UTC. Milliseconds. */
export function timeParameter(parameters: QueryParams, name: string): number | undefined {
  const value = oneParameter(parameters, name)
  if (value === undefined) return undefined
  const time = TIME.test(value) && isDay(value.slice(0, 10)) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(time))
    throw invalidParameter(name, 'is a time such as 2026-05-04T07:00:00Z (write + as %2B), or a date')
  return time
}

/** 30 February would silently become 2 March. */
function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
}

export function invalidParameter(name: string, message: string): ServerError {
  return new ServerError('INVALID_PARAMETER', {
    detail: `"${name}" ${message}.`,
    members: { parameter: name },
  })
}
