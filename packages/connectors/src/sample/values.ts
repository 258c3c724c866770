/**
 * What an attribute may hold, as data, and how a next value is drawn.
 * A drawn value always differs from the present one, so that every change is one.
 */

import type { Json } from '@daybook/event'

import type { Random } from './random.ts'

export type Values =
  | { of: 'flag' }
  | { of: 'number'; from: number; to: number; step: number }
  | { of: 'choice'; values: readonly Json[] }
  | { of: 'list'; values: readonly string[]; from: number; to: number }

export const flag: Values = { of: 'flag' }
export const number = (from: number, to: number, step = 1): Values => ({ of: 'number', from, to, step })
export const choice = (...values: readonly Json[]): Values => ({ of: 'choice', values })
export const list = (from: number, to: number, ...values: readonly string[]): Values => ({
  of: 'list',
  values,
  from,
  to,
})

export function firstValue(values: Values, random: Random): Json {
  switch (values.of) {
    case 'flag':
      return random.chance(0.7)
    case 'number':
      return values.from + random.below((values.to - values.from) / values.step + 1) * values.step
    case 'choice':
      return random.pick(values.values)
    case 'list': {
      const size = values.from + random.below(values.to - values.from + 1)
      const start = random.below(values.values.length)
      return values.values
        .slice(start, start + size)
        .concat(values.values.slice(0, Math.max(0, start + size - values.values.length)))
    }
  }
}

export function nextValue(values: Values, present: Json, random: Random): Json {
  switch (values.of) {
    case 'flag':
      return present !== true
    case 'number': {
      const places = (values.to - values.from) / values.step + 1
      const place = (Number(present) - values.from) / values.step
      return values.from + ((place + 1 + random.below(places - 1)) % places) * values.step
    }
    case 'choice': {
      const others = values.values.filter(value => value !== present)
      return random.pick(others)
    }
    case 'list':
      return nextList(values.values, Array.isArray(present) ? present : [], values.from, values.to, random)
  }
}

/** One item more or one item less. */
export function nextList(
  all: readonly string[],
  present: readonly Json[],
  least: number,
  most: number,
  random: Random,
): Json[] {
  const missing = all.filter(value => !present.includes(value))
  const grow = present.length <= least || (present.length < most && random.chance(0.5))
  if (grow && missing.length > 0) return [...present, random.pick(missing)]
  const out = random.below(present.length)
  return present.filter((_, position) => position !== out)
}
