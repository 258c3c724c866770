/** Conditions joined; without any, `every` is true and `any` is false. */

export function everyOf(conditions: readonly string[]): string {
  return joined(conditions, ' AND ', '1')
}

export function anyOf(conditions: readonly string[]): string {
  return joined(conditions, ' OR ', '0')
}

function joined(conditions: readonly string[], by: string, none: string): string {
  const [first, ...others] = conditions
  if (first === undefined) return none
  return others.length === 0 ? first : `(${conditions.join(by)})`
}
