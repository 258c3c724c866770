/**
 * Where two plain values differ, as the paths of the deepest fields that do.
 * Two values without a difference are equal as JSON, except that an absent field equals one that is undefined.
 */

export interface Difference {
  path: string
  expected: unknown
  actual: unknown
}

/** One per field; lists of different lengths are one difference. */
export function differences(expected: unknown, actual: unknown, path = ''): Difference[] {
  if (Object.is(expected, actual)) return []
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    return expected.flatMap((value, at) => differences(value, actual[at], join(path, String(at))))
  }
  if (isObject(expected) && isObject(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)])
    return [...keys].flatMap(key => differences(expected[key], actual[key], join(path, key)))
  }
  return [{ path, expected, actual }]
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
