/**
 * A POST to an address that somebody else chose.
 * It goes to exactly the address that was checked (a name that changes its mind between check and call gains nothing),
 * follows no redirect, waits only so long, and reads only so much.
 */
import { lookup as systemLookup } from 'node:dns/promises'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'

import { DeliveryError } from './outcome.ts'
import type { Reachable } from './reachable.ts'

/** From the look-up of the name to the end of the answer. */
export const WEBHOOK_MS_MAX = 15_000
/** Of the answer; what it says is not looked at. */
const ANSWER_BYTES_MAX = 16 * 1024
const URL_CHARACTERS_MAX = 2_000

export type Lookup = (host: string) => Promise<readonly { address: string; family: number }[]>

export interface PostDeps {
  reachable: Reachable
  lookup?: Lookup
  /** PEM of authorities to trust beside the usual ones */
  ca?: string
  timeoutMs?: number
}

/** What is wrong with this address of a webhook; undefined when it can be used. It is looked up only when it is called. */
export function webhookProblem(text: string, reachable: Reachable): string | undefined {
  if (text.length > URL_CHARACTERS_MAX) return `is longer than ${URL_CHARACTERS_MAX} characters`
  if (!URL.canParse(text)) return 'is not a URL'
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    return 'holds a user or a password; messages are signed instead'
  if (url.hash !== '') return 'has a fragment, which is never sent'
  const host = hostOf(url)
  const address = host === 'localhost' ? '127.0.0.1' : host
  const inside = url.protocol === 'http:' && reachable.isNamed(address)
  if (url.protocol !== 'https:' && !inside) return 'does not begin with https://'
  if (isIP(address) !== 0 && !reachable.allows(address)) return 'leads into a network that may not be reached'
  return undefined
}

/** The status of the answer. Throws DeliveryError for everything that is no answer. */
export async function guardedPost(
  target: string,
  message: { body: string; headers: Readonly<Record<string, string>> },
  { reachable, lookup = allAddresses, ca, timeoutMs = WEBHOOK_MS_MAX }: PostDeps,
): Promise<number> {
  const problem = webhookProblem(target, reachable)
  if (problem !== undefined)
    throw new DeliveryError('WEBHOOK_ADDRESS_REFUSED', { text: `the address ${problem}` })
  const url = new URL(target)
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    return await post(url, message, {
      method: 'POST',
      signal,
      // A connection of its own, which is not kept: the next call is checked anew.
      agent: false,
      lookup: checkedLookup(lookup, reachable),
      ...(ca === undefined ? {} : { ca }),
    })
  } catch (error) {
    if (error instanceof DeliveryError) throw error
    if (signal.aborted) throw new DeliveryError('WEBHOOK_TIMEOUT', { cause: error })
    throw new DeliveryError('WEBHOOK_UNREACHABLE', { text: reasonOf(error), cause: error })
  }
}

function post(
  url: URL,
  { body, headers }: { body: string; headers: Readonly<Record<string, string>> },
  options: RequestOptions,
): Promise<number> {
  const bytes = Buffer.from(body)
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const request = send(url, { ...options, headers: { ...headers, 'content-length': String(bytes.length) } })
    request.on('error', reject)
    request.on('response', response => {
      let left = ANSWER_BYTES_MAX
      response.on('data', (chunk: Buffer) => {
        left -= chunk.length
        if (left < 0) response.destroy()
      })
      response.on('error', () => {})
      response.on('close', () => resolve(response.statusCode ?? 0))
    })
    request.end(bytes)
  })
}

/** Every address of the name must be one that may be reached: one that leads inside is reason enough not to go. */
function checkedLookup(lookup: Lookup, reachable: Reachable): LookupFunction {
  const checked = async (host: string) => {
    const found = await lookup(host)
    if (found.length > 0 && found.every(({ address }) => reachable.allows(address))) return [...found]
    throw new DeliveryError('WEBHOOK_ADDRESS_REFUSED')
  }
  const answer = async (...[host, options, callback]: Parameters<LookupFunction>): Promise<void> => {
    let found
    try {
      found = await checked(host)
    } catch (error) {
      callback(error as NodeJS.ErrnoException, '')
      return
    }
    if (options.all === true) callback(null, found)
    else callback(null, found[0]?.address ?? '', found[0]?.family)
  }
  return (...asked) => void answer(...asked)
}

const allAddresses: Lookup = host => systemLookup(host, { all: true, verbatim: true })

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1')
}

/** A code of the system, such as ECONNREFUSED; nothing that the other side could have written. */
function reasonOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code
  return typeof code === 'string' ? code : 'no connection'
}
