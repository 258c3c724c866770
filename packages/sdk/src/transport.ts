/**
 * One HTTP call with patience: time limit, retries, typed errors.
 * Invariant: a call is repeated only when its answer says "later", or when nothing came back and repeating it is harmless.
 */
import { backoffMs, retryAfterMs } from './backoff.ts'
import { codeOfStatus, DaybookError, type ProblemDocument, type SdkErrorCode } from './errors.ts'

export interface Compressor {
  /** Value of Content-Encoding. */
  encoding: 'gzip' | 'zstd'
  compress(text: string): Promise<Uint8Array<ArrayBuffer>>
}

export interface TransportOptions {
  url: string
  key?: string
  fetch: typeof globalThis.fetch
  clock: () => number
  random: () => number
  sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>
  attemptsMax: number
  timeoutMs: number
  compressor?: Compressor
}

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  query?: URLSearchParams
  body?: { type: 'application/json' | 'application/x-ndjson'; text: string }
  /** Repeating the call when its outcome is unknown does no harm. */
  repeatable: boolean
  /** Never compressed: what administers takes plain bodies. */
  plain?: true
  timeoutMs?: number
  signal?: AbortSignal
}

/** Below this a body is sent as it is: compressing it would cost more than it saves. */
const COMPRESS_FROM_CHARACTERS = 1024
/** 429 says that nothing was done. After the others the outcome is unknown, so only a harmless call is repeated. */
const NOTHING_DONE = 429
const OUTCOME_UNKNOWN = new Set([502, 503, 504])
const UNKNOWN: ReadonlySet<SdkErrorCode> = new Set<SdkErrorCode>(['NETWORK', 'TIMEOUT', 'UNAVAILABLE'])

export interface Answer {
  status: number
  text: string
}

/** `accept` may throw 'NETWORK' or 'UNAVAILABLE' for an answer that is not the whole one; then the call is repeated as if nothing had come. */
export async function request<T>(
  options: TransportOptions,
  call: Call,
  accept: (answer: Answer) => T,
): Promise<T> {
  const init = await buildRequest(options, call)
  const url = `${options.url}${call.path}${call.query?.size ? `?${call.query.toString()}` : ''}`
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptOnce(options, call, url, init, attempt, accept)
    if (outcome.ok) return outcome.value
    const mayRepeat = outcome.later || (outcome.unknown && call.repeatable)
    if (!mayRepeat || attempt >= options.attemptsMax) throw outcome.error
    await options.sleep(backoffMs(attempt, options.random, outcome.retryAfterMs), call.signal)
  }
}

type Outcome<T> =
  | { ok: true; value: T }
  | { ok: false; error: DaybookError; later: boolean; unknown: boolean; retryAfterMs: number | undefined }

async function attemptOnce<T>(
  options: TransportOptions,
  call: Call,
  url: string,
  init: RequestInit,
  attempt: number,
  accept: (answer: Answer) => T,
): Promise<Outcome<T>> {
  const limit = AbortSignal.timeout(call.timeoutMs ?? options.timeoutMs)
  const signal = call.signal ? AbortSignal.any([limit, call.signal]) : limit
  try {
    const response = await options.fetch(url, { ...init, signal })
    const text = await response.text()
    if (response.ok) return { ok: true, value: accept({ status: response.status, text }) }
    return {
      ok: false,
      error: refusal(response.status, text, attempt),
      later: response.status === NOTHING_DONE,
      unknown: OUTCOME_UNKNOWN.has(response.status),
      retryAfterMs: retryAfterMs(response.headers.get('retry-after'), options.clock()),
    }
  } catch (cause) {
    const error = asDaybookError(cause, call.signal, limit, attempt)
    const unknown = UNKNOWN.has(error.code)
    return { ok: false, error, later: false, unknown, retryAfterMs: undefined }
  }
}

async function buildRequest(options: TransportOptions, call: Call): Promise<RequestInit> {
  const headers: Record<string, string> = {
    accept: 'application/json, application/x-ndjson, application/problem+json',
  }
  if (options.key !== undefined) headers['authorization'] = `Bearer ${options.key}`
  if (call.body === undefined) return { method: call.method, headers }
  headers['content-type'] = call.body.type
  if (options.compressor && call.plain !== true && call.body.text.length >= COMPRESS_FROM_CHARACTERS) {
    headers['content-encoding'] = options.compressor.encoding
    return { method: call.method, headers, body: await options.compressor.compress(call.body.text) }
  }
  return { method: call.method, headers, body: call.body.text }
}

function refusal(status: number, text: string, attempts: number): DaybookError {
  const problem = parseProblem(text)
  return new DaybookError(codeOfStatus(status), {
    status,
    attempts,
    ...(problem ? { problem } : { detail: `HTTP ${status}` }),
  })
}

function parseProblem(text: string): ProblemDocument | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function asDaybookError(
  cause: unknown,
  caller: AbortSignal | undefined,
  limit: AbortSignal,
  attempts: number,
): DaybookError {
  if (cause instanceof DaybookError) return cause
  const code: SdkErrorCode = caller?.aborted ? 'ABORTED' : limit.aborted ? 'TIMEOUT' : 'NETWORK'
  return new DaybookError(code, { detail: reasonOf(cause), attempts, cause })
}

/** fetch hides the reason ("fetch failed") one or two causes down. */
function reasonOf(error: unknown): string {
  let deepest = error
  while (deepest instanceof Error && deepest.cause instanceof Error) deepest = deepest.cause
  if (!(deepest instanceof Error)) return String(deepest)
  return deepest.message || ('code' in deepest ? String(deepest.code) : deepest.name)
}
