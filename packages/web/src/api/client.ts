/**
 * The one place that calls the HTTP API, with the session cookie of this origin.
 * Resolves with a JSON object or rejects with an ApiError; nothing else ever comes out.
 */
import { readJson } from '@daybook/event'

import { webError } from '../errors.ts'
import { isObject, problemOf } from './problem.ts'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface Call {
  path: string
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  signal?: AbortSignal
}

export interface Client {
  /** The answer's JSON object; `{}` for an empty answer. */
  call(request: Call): Promise<Record<string, unknown>>
}

export function createClient(fetch: Fetch): Client {
  return {
    async call({ path, method = 'GET', body, signal }) {
      const headers: Record<string, string> = { accept: 'application/json, application/problem+json' }
      const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' }
      if (signal) init.signal = signal
      if (body !== undefined) {
        headers['content-type'] = 'application/json'
        init.body = JSON.stringify(body)
      }
      const response = await send(fetch, path, init)
      const answer = await response.text()
      if (!response.ok) throw problemOf({ status: response.status, headers: response.headers, body: answer })
      return answer === '' ? {} : object(answer)
    },
  }
}

async function send(fetch: Fetch, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch (error) {
    // A request that we gave up ourselves is no failure of the server: the caller asked for it.
    if (init.signal?.aborted) throw error
    throw webError('UNREACHABLE', undefined, error)
  }
}

function object(text: string): Record<string, unknown> {
  try {
    const value: unknown = readJson(text)
    if (isObject(value)) return value
  } catch (error) {
    throw webError('UNEXPECTED_ANSWER', undefined, error)
  }
  throw webError('UNEXPECTED_ANSWER')
}
