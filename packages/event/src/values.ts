/** What no JSON value of an event may hold, wherever it stands: the slow walk that names the place. */
/** It runs only when something is wrong, so it is written for its messages. */

import { isPlainObject } from './canonical.ts'
import { LIMITS } from './limits.ts'
import { type Problem, pointerTo, problem } from './problem.ts'

/** Every value-level problem of `value` in document order, at most `max`. `depthMax` counts `value` itself as 1. */
export function valueProblems(value: unknown, max: number, depthMax: number = LIMITS.depthMax): Problem[] {
  const found: Problem[] = []
  // A pointer is only written when something is wrong.
  const steps: (string | number)[] = []
  visit(value)
  return found

  function visit(value: unknown): void {
    if (found.length >= max) return
    if (typeof value === 'string') push(textProblem(value, '', 'The text'))
    else if (typeof value === 'number') push(numberProblem(value, ''))
    else if (typeof value === 'boolean' || value === null) return
    else if (typeof value !== 'object') push(problem('NOT_JSON', '', `JSON has no ${typeof value}.`))
    else if (steps.length >= depthMax)
      push(problem('TOO_DEEP', '', `Arrays and objects are nested deeper than ${depthMax}.`))
    else if (Array.isArray(value)) {
      // Not forEach: a hole is a value that JSON does not have.
      for (let i = 0; i < value.length && found.length < max; i++) visitAt(i, value[i])
    } else if (isPlainObject(value)) {
      for (const key of Object.keys(value)) {
        if (found.length >= max) return
        visitAt(key, value[key])
      }
    } else push(problem('NOT_JSON', '', 'A class instance is not JSON.'))
  }

  function visitAt(step: string | number, value: unknown): void {
    steps.push(step)
    if (typeof step === 'string') push(textProblem(step, '', 'The key'))
    if (step === '__proto__') push(problem('FORBIDDEN_KEY', ''))
    visit(value)
    steps.pop()
  }

  function push(one: Problem | undefined): void {
    if (one !== undefined && found.length < max) found.push({ ...one, path: pointerTo(steps) })
  }
}

export function textProblem(text: string, path: string, what: string): Problem | undefined {
  if (!text.isWellFormed())
    return problem(
      'LONE_SURROGATE',
      path,
      `${what} holds half of a surrogate pair, which UTF-8 cannot write.`,
    )
  if (text.includes('\0')) return problem('NUL_CHARACTER', path, `${what} holds U+0000.`)
  return undefined
}

export function numberProblem(value: number, path: string, written = String(value)): Problem | undefined {
  if (!Number.isFinite(value))
    return problem('NUMBER_NOT_FINITE', path, `${shorten(written)} is not a finite double.`)
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return problem(
      'INTEGER_UNSAFE',
      path,
      `${shorten(written)} is beyond 2^53 - 1 and would be rounded: send it as a text.`,
    )
  return undefined
}

function shorten(written: string): string {
  return written.length > 40 ? written.slice(0, 40) + '…' : written
}
