/**
 * The client of Daybook's HTTP API.
 * Invariant: every event has its id before the first attempt, so that any call may be repeated without doubling anything.
 */
import { type Entry, readJson } from '@daybook/event'
import { BATCH_BYTES_MAX, BATCH_EVENTS_MAX, batches, type BatchLimits } from './batches.ts'
import { gzip } from './compression.ts'
import { DaybookError } from './errors.ts'
import { ExportCalls } from './exports.ts'
import { readLinesAnswer } from './lines.ts'
import { rowsParameters } from './query.ts'
import { request, type Answer, type Call, type Compressor, type TransportOptions } from './transport.ts'
import type {
  ActivityRow,
  CatalogAnswer,
  CatalogCounts,
  CatalogQuery,
  CreatedKey,
  EntityState,
  GroupsAnswer,
  GroupsQuery,
  KeyRecord,
  LinesAnswer,
  LinesSummary,
  NewEvent,
  Placed,
  RefusedLine,
  ReportDefinition,
  ReportId,
  ReportPage,
  RowOf,
  RowsAnswer,
  RowsQuery,
  Scope,
  Sent,
  Session,
  SummaryAnswer,
  SummaryQuery,
  Tenant,
} from './types.ts'
import { uuidV7 } from './uuid.ts'

export interface DaybookOptions {
  /** Such as `http://127.0.0.1:7411`. */
  url: string
  key?: string
  fetch?: typeof globalThis.fetch
  /** Milliseconds since 1970. */
  clock?: () => number
  /** 0 inclusive to 1 exclusive, for the jitter. */
  random?: () => number
  randomBytes?: (target: Uint8Array<ArrayBuffer>) => Uint8Array
  /** How to wait between attempts; rejects when the signal fires. */
  sleep?: (ms: number, signal: AbortSignal | undefined) => Promise<void>
  /** Attempts per request, the first included. */
  attemptsMax?: number
  timeoutMs?: number
  /** `gzip`, or any compressor, such as zstd from `node:zlib`. None by default. */
  compression?: 'gzip' | Compressor
  batch?: Partial<BatchLimits>
}

export interface CallOptions {
  signal?: AbortSignal
}

const ATTEMPTS_MAX = 8
const TIMEOUT_MS = 60_000
/** NDJSON waits inside the server instead of being refused when the record is busy, so it is given longer. */
const LINES_TIMEOUT_MS = 300_000

export class Daybook {
  /** Files of reports, made in the background. */
  readonly exports: ExportCalls
  readonly #transport: TransportOptions
  readonly #limits: BatchLimits
  readonly #newId: () => string

  constructor(options: DaybookOptions) {
    const clock = options.clock ?? Date.now
    const randomBytes = options.randomBytes ?? (target => crypto.getRandomValues(target))
    this.#newId = () => uuidV7(clock(), randomBytes)
    this.#limits = { eventsMax: BATCH_EVENTS_MAX, bytesMax: BATCH_BYTES_MAX, ...options.batch }
    const compressor = options.compression === 'gzip' ? gzip : options.compression
    this.#transport = {
      url: originOf(options.url),
      ...(options.key === undefined ? {} : { key: options.key }),
      ...(compressor === undefined ? {} : { compressor }),
      fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
      clock,
      random: options.random ?? Math.random,
      sleep: options.sleep ?? pause,
      attemptsMax: options.attemptsMax ?? ATTEMPTS_MAX,
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    }
    this.exports = new ExportCalls(this.#transport, async call => this.#call(call))
  }

  /**
   * Enters events, in order, in batches; each batch is all or nothing. Resolves when all are durable.
   * Throws DaybookError: 'INVALID_EVENTS' and 'CONFLICT' carry positions within the failed batch in `problem`;
   * batches before it are recorded, and sending everything again is harmless when the events carry ids.
   */
  async send(events: Iterable<NewEvent>, options: CallOptions = {}): Promise<Sent> {
    const results: Placed[] = []
    for (const batch of batches(this.#texts(events), this.#limits)) {
      const answer = await this.#call<{ results: Placed[] }>({
        method: 'POST',
        path: '/v1/events',
        body: { type: 'application/json', text: `{"events":[${batch.join(',')}]}` },
        repeatable: true,
        ...options,
      })
      for (const placed of answer.results) results.push(placed)
    }
    const recorded = results.filter(placed => placed.status === 'recorded').length
    return { results, recorded, duplicate: results.length - recorded }
  }

  /**
   * Enters one request of NDJSON lines: good lines are recorded, the others come back in `refused`.
   * Every line must be the JSON text of an event that carries its own `id`, else a repeated attempt would double it.
   */
  async lines(texts: readonly string[], options: CallOptions = {}): Promise<LinesAnswer> {
    return request(
      this.#transport,
      {
        method: 'POST',
        path: '/v1/events',
        query: new URLSearchParams({ quiet: 'true' }),
        body: { type: 'application/x-ndjson', text: `${texts.join('\n')}\n` },
        repeatable: true,
        timeoutMs: Math.max(LINES_TIMEOUT_MS, this.#transport.timeoutMs),
        ...options,
      },
      answer => readLinesAnswer(answer.text, texts.length),
    )
  }

  /** Enters any number of events, one batch after the other, holding one batch in memory. Refused ones are told, not thrown. */
  async stream(
    events: AsyncIterable<NewEvent> | Iterable<NewEvent>,
    options: CallOptions & { onRefused?: (refused: RefusedLine) => void } = {},
  ): Promise<LinesSummary> {
    const total = { sent: 0, recorded: 0, duplicate: 0, refused: 0 }
    const { onRefused, ...callOptions } = options
    const flush = async (pending: readonly NewEvent[]) => {
      for (const batch of batches(this.#texts(pending), this.#limits)) {
        const answer = await this.lines(batch, callOptions)
        for (const refused of answer.refused) onRefused?.({ ...refused, line: refused.line + total.sent })
        for (const name of ['sent', 'recorded', 'duplicate', 'refused'] as const)
          total[name] += answer.summary[name]
      }
    }
    let pending: NewEvent[] = []
    for await (const event of events) {
      pending.push(event)
      if (pending.length < this.#limits.eventsMax) continue
      await flush(pending)
      pending = []
    }
    await flush(pending)
    return total
  }

  async rows<R extends ReportId>(
    report: R,
    query: RowsQuery = {},
    options: CallOptions = {},
  ): Promise<RowsAnswer<RowOf[R]>> {
    const path = `/v1/reports/${encodeURIComponent(report)}/rows`
    return this.#get(path, options, rowsParameters(query))
  }

  /** Every row of the answer, page after page. `limit` is the size of a page. */
  async *rowsAll<R extends ReportId>(
    report: R,
    query: RowsQuery = {},
    options: CallOptions = {},
  ): AsyncGenerator<RowOf[R]> {
    let cursor = query.cursor
    do {
      const page = await this.rows(report, { ...query, ...(cursor === undefined ? {} : { cursor }) }, options)
      yield* page.rows
      cursor = page.nextCursor
    } while (cursor !== undefined)
  }

  async summary(
    report: ReportId,
    query: SummaryQuery = {},
    options: CallOptions = {},
  ): Promise<SummaryAnswer> {
    return this.#get(`/v1/reports/${encodeURIComponent(report)}/summary`, options, rowsParameters(query))
  }

  /** A report or a vendor's layout as it is defined: its columns among them. */
  async reportDefinition(id: string, options: CallOptions = {}): Promise<ReportDefinition> {
    return this.#get(`/v1/reports/${encodeURIComponent(id)}`, options)
  }

  /** One page of any report; a layout has `columns` and `cells` beside the rows. */
  async reportPage(id: string, query: RowsQuery = {}, options: CallOptions = {}): Promise<ReportPage> {
    return this.#get(`/v1/reports/${encodeURIComponent(id)}/rows`, options, rowsParameters(query))
  }

  async reportSummary(
    id: string,
    query: SummaryQuery = {},
    options: CallOptions = {},
  ): Promise<SummaryAnswer> {
    return this.#get(`/v1/reports/${encodeURIComponent(id)}/summary`, options, rowsParameters(query))
  }

  /** One level of groups under the values chosen above it. */
  async groups(id: string, query: GroupsQuery, options: CallOptions = {}): Promise<GroupsAnswer> {
    const { by, path = [], offset, bars, ...rest } = query
    const parameters = rowsParameters(rest)
    parameters.set('by', by)
    if (path.length > 0) parameters.set('path', path.map(step => step.column).join(','))
    for (const step of path) parameters.append('value', step.value)
    if (offset !== undefined) parameters.set('offset', String(offset))
    if (bars !== undefined) parameters.set('bars', String(bars))
    return this.#get(`/v1/reports/${encodeURIComponent(id)}/groups`, options, parameters)
  }

  /** Entries about an entity and those that name it among the related. */
  async history(
    type: string,
    id: string,
    query: Omit<RowsQuery, 'at' | 'sort' | 'zone'> = {},
    options: CallOptions = {},
  ): Promise<RowsAnswer<ActivityRow>> {
    const path = `/v1/entities/${encodeURIComponent(type)}/${encodeURIComponent(id)}/history`
    return this.#get(path, options, rowsParameters(query))
  }

  /** What an entity was after everything that had occurred by `at` (RFC 3339); without it, what it is. */
  async state(type: string, id: string, at?: string, options: CallOptions = {}): Promise<EntityState> {
    const path = `/v1/entities/${encodeURIComponent(type)}/${encodeURIComponent(id)}/state`
    return this.#get(path, options, new URLSearchParams(at === undefined ? {} : { at }))
  }

  /** Undefined when this tenant has no such entry. */
  async entry(id: string, options: CallOptions = {}): Promise<Entry | undefined> {
    try {
      return await this.#get<Entry>(`/v1/events/${encodeURIComponent(id)}`, options)
    } catch (error) {
      if (error instanceof DaybookError && error.code === 'NOT_FOUND') return undefined
      throw error
    }
  }

  /** Needs a key with scope `admin`. Not repeated when the outcome is unknown: it would make a second key. */
  async createKey(
    input: { scopes: Scope[]; label?: string; tenant?: string },
    options: CallOptions = {},
  ): Promise<CreatedKey> {
    return this.#call({
      method: 'POST',
      path: '/v1/keys',
      body: { type: 'application/json', text: JSON.stringify(input) },
      repeatable: false,
      ...options,
    })
  }

  async keys(options: CallOptions = {}): Promise<KeyRecord[]> {
    const answer = await this.#get<{ keys: KeyRecord[] }>('/v1/keys', options)
    return answer.keys
  }

  /** False when there is no such key. */
  async revokeKey(id: string, options: CallOptions = {}): Promise<boolean> {
    try {
      await this.#call({
        method: 'DELETE',
        path: `/v1/keys/${encodeURIComponent(id)}`,
        repeatable: true,
        ...options,
      })
      return true
    } catch (error) {
      if (error instanceof DaybookError && error.code === 'NOT_FOUND') return false
      throw error
    }
  }

  async catalog(query: CatalogQuery = {}, options: CallOptions = {}): Promise<CatalogAnswer> {
    const parameters = new URLSearchParams()
    for (const [name, value] of Object.entries(query)) parameters.set(name, String(value))
    return this.#get('/v1/catalog', options, parameters)
  }

  /** Describes applications, all or nothing; with `replace` those that are not named go. Needs a key with scope `admin`. */
  async putCatalog(
    catalog: { applications: readonly unknown[] },
    { replace = false, ...options }: CallOptions & { replace?: boolean } = {},
  ): Promise<CatalogCounts> {
    return this.#call({
      method: 'PUT',
      path: '/v1/catalog',
      query: new URLSearchParams(replace ? { replace: 'true' } : {}),
      body: { type: 'application/json', text: JSON.stringify(catalog) },
      repeatable: true,
      plain: true,
      ...options,
    })
  }

  /** Your own; a key of the first tenant with scope `admin` may name any. */
  async tenant(name: string, options: CallOptions = {}): Promise<Tenant> {
    return this.#get(`/v1/tenants/${encodeURIComponent(name)}`, options)
  }

  /** Needs a key with scope `admin`. */
  async changeTenant(name: string, change: Pick<Tenant, 'zone'>, options: CallOptions = {}): Promise<Tenant> {
    return this.#call({
      method: 'PATCH',
      path: `/v1/tenants/${encodeURIComponent(name)}`,
      body: { type: 'application/json', text: JSON.stringify(change) },
      repeatable: true,
      ...options,
    })
  }

  /** Whose data this key or session sees. */
  async session(options: CallOptions = {}): Promise<Session> {
    return this.#get('/v1/session', options)
  }

  async #get<T>(path: string, options: CallOptions, query?: URLSearchParams): Promise<T> {
    return this.#call({
      method: 'GET',
      path,
      repeatable: true,
      ...(query ? { query } : {}),
      ...options,
    })
  }

  async #call<T>(call: Call): Promise<T> {
    return request(this.#transport, call, answer => parseAnswer(answer) as T)
  }

  *#texts(events: Iterable<NewEvent>): Generator<string> {
    for (const event of events) {
      yield JSON.stringify(event.id === undefined ? { ...event, id: this.#newId() } : event)
    }
  }
}

function parseAnswer(answer: Answer): unknown {
  if (answer.text === '') return undefined
  try {
    return readJson(answer.text)
  } catch (cause) {
    throw new DaybookError('NOT_DAYBOOK', { status: answer.status, cause })
  }
}

function originOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
    throw new DaybookError('INVALID_OPTIONS', { detail: `"${url}" is not an http or https address` })
  }
  return `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(new DaybookError('ABORTED'))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
