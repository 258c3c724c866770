/** Names the keys of an event that no field has. */
/** It runs only when the count of keys shows that there is one. */

import { type Problem, pointerStep, problem } from './problem.ts'
import { ADDED_FIELDS, FIELDS } from './shape.ts'
import { didYouMean } from './suggest.ts'
import type { Json, JsonObject } from './types.ts'

/** UNKNOWN_FIELD for each key that is not one of the event's, at most `max`, with the nearest field that is. */
export function unknownFields(event: JsonObject, max: number): Problem[] {
  const found: Problem[] = []
  look(event, FIELDS.event, '')
  const actor = look(event['actor'], FIELDS.actor, '/actor')
  look(actor?.['impersonator'], FIELDS.person, '/actor/impersonator')
  look(event['entity'], FIELDS.entity, '/entity')
  lookEach(event['related'], FIELDS.related, '/related')
  lookEach(event['changes'], FIELDS.change, '/changes')
  look(event['origin'], FIELDS.origin, '/origin')
  look(event['correlation'], FIELDS.correlation, '/correlation')
  look(event['source'], FIELDS.source, '/source')
  return found

  function look(value: Json | undefined, known: readonly string[], path: string): JsonObject | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    for (const key of Object.keys(value)) {
      if (found.length >= max) return undefined
      // In memory, `{ comment: undefined }` says as little as `{}`.
      if (known.includes(key) || value[key] === undefined || key === '__proto__') continue
      found.push(problem('UNKNOWN_FIELD', path + pointerStep(key.toWellFormed()), explain(key, known, path)))
    }
    return value
  }

  function lookEach(value: Json | undefined, known: readonly string[], path: string): void {
    if (!Array.isArray(value)) return
    for (const [i, item] of value.entries()) look(item, known, `${path}/${i}`)
  }
}

function explain(key: string, known: readonly string[], path: string): string {
  if (path === '' && ADDED_FIELDS.includes(key)) return `"${key}" is added by Daybook and cannot be sent.`
  const where = path === '' ? 'An event' : `"${path.slice(1)}"`
  const shown = key.length > 60 ? key.slice(0, 60) + '…' : key
  return `${where} has no field "${shown.toWellFormed()}".${didYouMean(key, known)}`
}
