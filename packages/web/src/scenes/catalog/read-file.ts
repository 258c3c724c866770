/** Reads a catalog file: `{"applications":[…]}` or the list alone, and what is in it, before anything is sent. */
import { readJson } from '@daybook/event'

export interface CatalogFile {
  applications: unknown[]
  names: string[]
  entities: number
  activities: number
}

/** Beyond this the server takes no body. */
export const FILE_BYTES_MAX = 2 * 1024 * 1024

export type ReadProblem = 'too-large' | 'no-json' | 'no-catalog'

export function readCatalogText(text: string): CatalogFile | ReadProblem {
  if (new TextEncoder().encode(text).length > FILE_BYTES_MAX) return 'too-large'
  let value: unknown
  try {
    value = readJson(text.replace(/^\ufeff/, ''))
  } catch {
    return 'no-json'
  }
  const applications = Array.isArray(value) ? value : member(value, 'applications')
  if (!Array.isArray(applications)) return 'no-catalog'
  const entities = applications.flatMap(one => listOf(one, 'entities'))
  return {
    applications,
    names: applications.map(one => member(one, 'application')).filter(name => typeof name === 'string'),
    entities: entities.length,
    activities: entities.flatMap(one => listOf(one, 'activities')).length,
  }
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Record<string, unknown>)[name]
}

function listOf(value: unknown, name: string): unknown[] {
  const list = member(value, name)
  return Array.isArray(list) ? list : []
}
