/**
 * Exports: asked for, watched, downloaded.
 * A download that breaks off goes on where it was, and only in the same file: its hash is its tag.
 */
import { backoffMs } from './backoff.ts'
import { codeOfStatus, DaybookError } from './errors.ts'
import type { Export, ExportManifest, ExportRequest } from './export-types.ts'
import type { Call, TransportOptions } from './transport.ts'

const POLL_FIRST_MS = 100
const POLL_LONGEST_MS = 2_000
const OPEN = new Set<Export['state']>(['queued', 'running'])

interface CallOptions {
  signal?: AbortSignal
}

export class ExportCalls {
  readonly #transport: TransportOptions
  readonly #call: <T>(call: Call) => Promise<T>

  constructor(transport: TransportOptions, call: <T>(call: Call) => Promise<T>) {
    this.#transport = transport
    this.#call = call
  }

  /** Not repeated when the outcome is unknown: it would make a second one. */
  async create(request: ExportRequest, options: CallOptions = {}): Promise<Export> {
    const body = { type: 'application/json', text: JSON.stringify(request) } as const
    return this.#call({
      method: 'POST',
      path: '/v1/exports',
      body,
      plain: true,
      repeatable: false,
      ...options,
    })
  }

  async list(
    options: CallOptions & { limit?: number; after?: string } = {},
  ): Promise<{ exports: Export[]; next?: string }> {
    const { limit, after, ...rest } = options
    const query = new URLSearchParams()
    if (limit !== undefined) query.set('limit', String(limit))
    if (after !== undefined) query.set('after', after)
    return this.#call({ method: 'GET', path: '/v1/exports', query, repeatable: true, ...rest })
  }

  async get(id: string, options: CallOptions = {}): Promise<Export> {
    return this.#call({ method: 'GET', path: pathOf(id), repeatable: true, ...options })
  }

  /** Stops one that waits or runs; removes any other with its file. */
  async remove(id: string, options: CallOptions = {}): Promise<void> {
    await this.#call({ method: 'DELETE', path: pathOf(id), repeatable: false, ...options })
  }

  async retry(id: string, options: CallOptions = {}): Promise<Export> {
    return this.#call({ method: 'POST', path: `${pathOf(id)}/retry`, repeatable: false, ...options })
  }

  async manifest(id: string, options: CallOptions = {}): Promise<ExportManifest> {
    return this.#call({ method: 'GET', path: `${pathOf(id)}/manifest`, repeatable: true, ...options })
  }

  /** Asks again and again until nothing more happens to it; `onProgress` hears every answer. */
  async settled(
    id: string,
    { onProgress, ...options }: CallOptions & { onProgress?: (now: Export) => void } = {},
  ): Promise<Export> {
    for (let waitMs = POLL_FIRST_MS; ; waitMs = Math.min(waitMs * 1.5, POLL_LONGEST_MS)) {
      const now = await this.get(id, options)
      onProgress?.(now)
      if (!OPEN.has(now.state)) return now
      await this.#transport.sleep(waitMs, options.signal)
    }
  }

  /**
   * The bytes of the file from `from` on. `sha256` is that of the whole file, as the export says it: with it a download
   * that was begun earlier goes on only if the file is still the same, else it throws 'CONFLICT'.
   */
  async *download(
    id: string,
    { from = 0, sha256, signal }: CallOptions & { from?: number; sha256?: string } = {},
  ): AsyncGenerator<Uint8Array> {
    let [at, failures] = [from, 0]
    for (;;) {
      try {
        for await (const chunk of await this.#open(id, at, sha256, signal)) {
          at += chunk.length
          failures = 0
          yield chunk
        }
        return
      } catch (error) {
        const refused =
          error instanceof DaybookError && error.code !== 'NETWORK' && error.code !== 'UNAVAILABLE'
        if (refused || ++failures >= this.#transport.attemptsMax) throw error
        await this.#transport.sleep(backoffMs(failures, this.#transport.random, undefined), signal)
      }
    }
  }

  async #open(
    id: string,
    at: number,
    sha256: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<AsyncIterable<Uint8Array>> {
    const { url, key, fetch } = this.#transport
    const headers: Record<string, string> = { 'accept-encoding': 'identity' }
    if (key !== undefined) headers['authorization'] = `Bearer ${key}`
    if (at > 0) headers['range'] = `bytes=${at}-`
    if (at > 0 && sha256 !== undefined) headers['if-range'] = `"${sha256}"`
    const answer = await reached(
      fetch(`${url}${pathOf(id)}/file`, { headers, ...(signal && { signal }) }),
      signal,
    )
    if (!answer.ok)
      throw new DaybookError(codeOfStatus(answer.status), {
        status: answer.status,
        detail: `HTTP ${answer.status}`,
      })
    if (at > 0 && answer.status !== 206)
      throw new DaybookError('CONFLICT', { detail: 'the file is another one by now' })
    return read(answer, signal)
  }
}

async function* read(answer: Response, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const expected = Number(answer.headers.get('content-length') ?? Number.NaN)
  let bytes = 0
  const reader = answer.body?.getReader()
  try {
    for (
      let some = await reached(reader?.read(), signal);
      some !== undefined && !some.done;
      some = await reached(reader?.read(), signal)
    ) {
      bytes += some.value.length
      yield some.value
    }
  } finally {
    await reader?.cancel().catch(() => undefined)
  }
  if (bytes < expected) throw new DaybookError('NETWORK', { detail: 'the download broke off' })
}

/** What the network throws, as 'NETWORK', or 'ABORTED' when the caller wanted it. */
async function reached<T>(work: Promise<T> | undefined, signal: AbortSignal | undefined): Promise<T> {
  try {
    return (await work) as T
  } catch (cause) {
    throw new DaybookError(signal?.aborted === true ? 'ABORTED' : 'NETWORK', { detail: String(cause), cause })
  }
}

function pathOf(id: string): string {
  return `/v1/exports/${encodeURIComponent(id)}`
}
