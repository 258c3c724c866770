/** Mapping files: those that come with Daybook by name, any other by path. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConnectorError } from '../errors.ts'

const DIRECTORY = join(import.meta.dirname, '../../maps')

export async function shippedMappings(): Promise<string[]> {
  const files = await readdir(DIRECTORY)
  return files.filter(file => file.endsWith('.json')).map(file => file.slice(0, -'.json'.length))
}

/** Parsed JSON, not checked yet. Throws 'MAPPING_INVALID'. */
export async function readMapping(nameOrPath: string): Promise<unknown> {
  const shipped = await shippedMappings()
  const path = shipped.includes(nameOrPath) ? join(DIRECTORY, `${nameOrPath}.json`) : nameOrPath
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    const known = `those that come with Daybook are ${shipped.join(', ')}`
    throw new ConnectorError('MAPPING_INVALID', `there is no mapping file ${nameOrPath}; ${known}`, { cause })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : ''
    throw new ConnectorError('MAPPING_INVALID', `${path} is not JSON: ${detail}`, { cause })
  }
}
