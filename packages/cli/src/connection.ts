/** Where and as whom the client commands speak: options first, then the environment. */
import { readFileSync } from 'node:fs'
import { Daybook } from '@daybook/sdk'
import { CliError } from './errors.ts'
import type { Environment } from './terminal.ts'

const DEFAULT_URL = 'http://127.0.0.1:7411'

export interface ConnectionOptions {
  url?: string
  key?: string
}

export interface Connection {
  url: string
  client: Daybook
}

export const CONNECTION_HELP = `
Where and as whom:
  --url or DAYBOOK_URL               ${DEFAULT_URL} when neither is there
  --key, DAYBOOK_KEY or DAYBOOK_KEY_FILE   a key with the scope that the command needs; the first start of a server prints one
`

/** Throws 'KEY_MISSING'. */
export function connect(options: ConnectionOptions, env: Environment): Connection {
  const url = options.url ?? nonEmpty(env['DAYBOOK_URL']) ?? DEFAULT_URL
  const key = options.key ?? nonEmpty(env['DAYBOOK_KEY']) ?? keyFromFile(nonEmpty(env['DAYBOOK_KEY_FILE']))
  if (key === undefined) throw new CliError('KEY_MISSING', 'give --key or set DAYBOOK_KEY')
  return { url, client: new Daybook({ url, key }) }
}

function keyFromFile(path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  try {
    return nonEmpty(readFileSync(path, 'utf8').trim())
  } catch (cause) {
    throw new CliError('KEY_MISSING', `DAYBOOK_KEY_FILE: ${path} cannot be read`, { cause })
  }
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value
}
