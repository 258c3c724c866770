/**
 * Catalog files: what a vendor's documents say may occur. Those that come with Daybook by name, any other by path.
 * What the documents left out is marked `assumed` in them; the contact centre's one is also the sample's vocabulary.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { readJson } from '@daybook/event'
import { ConnectorError } from './errors.ts'

const DIRECTORY = join(import.meta.dirname, '../catalogs')
const CXONE = 'cxone'
const CXONE_FILE = join(import.meta.dirname, 'sample/catalogue.json')

/** Their names, in order. */
export async function shippedCatalogs(): Promise<string[]> {
  const files = await readdir(DIRECTORY)
  const names = files.filter(file => file.endsWith('.json')).map(file => file.slice(0, -'.json'.length))
  return [CXONE, ...names].toSorted()
}

/** The body of `PUT /v1/catalog`, not checked yet. Throws 'CATALOG_UNREADABLE'. */
export async function readCatalog(nameOrPath: string): Promise<{ applications: unknown[] }> {
  const shipped = await shippedCatalogs()
  const named = nameOrPath === CXONE ? CXONE_FILE : join(DIRECTORY, `${nameOrPath}.json`)
  const path = shipped.includes(nameOrPath) ? named : nameOrPath
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    const known = `those that come with Daybook are ${shipped.join(', ')}`
    throw new ConnectorError('CATALOG_UNREADABLE', `there is no file ${nameOrPath}; ${known}`, { cause })
  }
  return { applications: applicationsOf(text, path) }
}

/** `{"applications":[…]}`, or the list alone. */
function applicationsOf(text: string, path: string): unknown[] {
  let value: unknown
  try {
    value = readJson(text)
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : ''
    throw new ConnectorError('CATALOG_UNREADABLE', `${path} is not JSON: ${detail}`, { cause })
  }
  const list = Array.isArray(value) ? value : (value as { applications?: unknown } | null)?.applications
  if (Array.isArray(list)) return list as unknown[]
  throw new ConnectorError('CATALOG_UNREADABLE', `${path} has no list "applications"`)
}
