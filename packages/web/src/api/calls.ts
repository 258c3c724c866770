/**
 * Every call that the app makes, by name and typed.
 * An answer that lacks what the page cannot do without is refused here, so no component meets a half answer.
 */
import type { ReportId } from '@daybook/query'

import { PAGE_ROWS } from '../grid/pages.ts'
import type { GroupStep } from '../grid/segments.ts'
import { complete, type Get, type Send } from './answer.ts'
import { catalogCalls, type CatalogCalls } from './catalog.ts'
import type { Client } from './client.ts'
import { exportCalls, type ExportCalls } from './exports.ts'
import { entityCalls, type EntityCalls } from './entities.ts'
import type {
  Completion,
  DifferencesAnswer,
  Entry,
  GroupsAnswer,
  RowsAnswer,
  Session,
  Summary,
} from './types.ts'
import { revealCalls, type RevealCalls } from './reveal.ts'
import { scheduleCalls, type ScheduleCalls } from './schedules.ts'
import { viewCalls, type ViewCalls } from './views.ts'

/** Groups of one level that are asked for at a time. */
export const GROUPS_STEP = 100

/** One page of rows, by the number of its first row. */
export interface PageRequest {
  sort: string
  skip: number
  /** ms: rows are counted from here on instead of from the beginning. */
  at?: number
  /** So many rows, counted from the end of the order instead. */
  fromEnd?: number
  /** The place beside a page that is there: nothing needs to be counted. */
  cursor?: string
  path?: readonly GroupStep[]
  /** The clock of groups of time in the path. */
  zone?: string
}

export interface GroupsRequest {
  by: string
  path: readonly GroupStep[]
  sort: string
  zone: string
  limit: number
}

export interface Api extends EntityCalls, CatalogCalls, ViewCalls, ExportCalls, ScheduleCalls, RevealCalls {
  session(signal?: AbortSignal): Promise<Session>
  signIn(token: string): Promise<void>
  signOut(): Promise<void>
  rows(report: ReportId, question: string, page: PageRequest, signal?: AbortSignal): Promise<RowsAnswer>
  groups(
    report: ReportId,
    question: string,
    level: GroupsRequest,
    signal?: AbortSignal,
  ): Promise<GroupsAnswer>
  /** @param zone the IANA name of the clock that bars follow */
  summary(report: ReportId, question: string, zone: string, signal?: AbortSignal): Promise<Summary>
  /** Totals and bars alone. */
  bars(report: ReportId, question: string, zone: string, signal?: AbortSignal): Promise<Summary>
  /** @param around ends of the time that the question's own is compared with, ISO */
  differences(
    report: ReportId,
    question: string,
    around: { from?: string; to?: string },
    signal?: AbortSignal,
  ): Promise<DifferencesAnswer>
  complete(
    report: ReportId,
    text: string,
    cursor: number,
    span: { from?: string; to?: string },
    signal?: AbortSignal,
  ): Promise<Completion>
  entry(id: string, signal?: AbortSignal): Promise<Entry>
}

/** As it comes over the wire. */
interface WrittenSummary extends Omit<Summary, 'histogram'> {
  histogram: Omit<Summary['histogram'], 'buckets'> & {
    buckets: { at: string; count: number; failed: number }[]
  }
}

/** `question` is the filter as a URL query string, without `?`, from state/question.ts. */
export function createApi(client: Client): Api {
  const get: Get = (path, signal) => client.call(signal ? { path, signal } : { path })
  const send: Send = (method, path, body) => client.call({ method, path, body })
  const summary = async (
    report: ReportId,
    question: string,
    more: Record<string, string>,
    signal?: AbortSignal,
  ) => {
    const answer = await get(`/v1/reports/${report}/summary?${asked(question, more)}`, signal)
    return summaryOf(
      complete<WrittenSummary>(answer, one => typeof one.total === 'number' && 'histogram' in one),
    )
  }
  return {
    ...entityCalls(get),
    ...catalogCalls(get, send),
    ...viewCalls(get, send),
    ...revealCalls(send),
    ...exportCalls(get, send),
    ...scheduleCalls(get, send),
    async session(signal) {
      const answer = await get('/v1/session', signal)
      return complete<Session>(answer, one => typeof one.tenant === 'string')
    },
    async signIn(token) {
      await client.call({ path: '/v1/session', method: 'POST', body: { token } })
    },
    async signOut() {
      await client.call({ path: '/v1/session', method: 'DELETE' })
    },
    async rows(report, question, { sort, skip, at, cursor, path, zone, fromEnd }, signal) {
      const turned = fromEnd !== undefined && cursor === undefined
      const params = asked(question, {
        sort: turned ? turnedSort(sort) : sort,
        order: turned ? 'oldest' : '',
        limit: String(turned ? fromEnd : PAGE_ROWS),
        cursor: cursor ?? '',
        skip: skip === 0 || cursor !== undefined ? '' : String(skip),
        at: at === undefined || cursor !== undefined ? '' : new Date(at).toISOString(),
        zone: zone === 'UTC' ? '' : (zone ?? ''),
      })
      addPath(params, path)
      const answer = await get(`/v1/reports/${report}/rows?${params}`, signal)
      const page = complete<RowsAnswer>(answer, one => Array.isArray(one.rows))
      return turned ? turnedPage(page) : page
    },
    async groups(report, question, { by, path, sort, zone, limit }, signal) {
      const params = asked(question, { by, sort, limit: String(limit), zone: zone === 'UTC' ? '' : zone })
      addPath(params, path)
      const answer = await get(`/v1/reports/${report}/groups?${params}`, signal)
      return complete<GroupsAnswer>(answer, one => Array.isArray(one.groups))
    },
    summary: (report, question, zone, signal) =>
      summary(report, question, { zone: zone === 'UTC' ? '' : zone }, signal),
    bars: (report, question, zone, signal) =>
      summary(report, question, { zone: zone === 'UTC' ? '' : zone, facets: 'false' }, signal),
    async differences(report, question, { from = '', to = '' }, signal) {
      const params = asked(question, { base_from: from, base_to: to })
      const answer = await get(`/v1/reports/${report}/differences?${params}`, signal)
      return complete<DifferencesAnswer>(answer, one => typeof one.fields === 'object')
    },
    async complete(report, text, cursor, { from = '', to = '' }, signal) {
      const params = asked('', { report, q: text, cursor: String(cursor), from, to })
      const answer = await get(`/v1/query/complete?${params}`, signal)
      return complete<Completion>(answer, one => Array.isArray(one.proposals))
    },
    async entry(id, signal) {
      const answer = await get(`/v1/events/${encodeURIComponent(id)}`, signal)
      return complete<Entry>(answer, one => typeof one.id === 'string')
    },
  }
}

/** The same order from its other end. */
const turnedSort = (sort: string): string =>
  sort
    .split(',')
    .map(key => (key.startsWith('-') ? key.slice(1) : `-${key}`))
    .join(',')

/** As if it had been asked from the beginning; its cursors lead through the other order and are of no use. */
function turnedPage({ rows, nextCursor: _next, prevCursor: _prev, ...rest }: RowsAnswer): RowsAnswer {
  return { ...rest, rows: rows.toReversed() }
}

/** The API writes moments as RFC 3339; bars are drawn by arithmetic, so theirs become milliseconds. */
function summaryOf(summary: WrittenSummary): Summary {
  const buckets = summary.histogram.buckets.map(bucket => ({ ...bucket, at: Date.parse(bucket.at) }))
  return { ...summary, histogram: { ...summary.histogram, buckets } }
}

/** The question with more parameters; empty ones are left out. */
function asked(question: string, more: Record<string, string>): URLSearchParams {
  const params = new URLSearchParams(question)
  for (const [name, value] of Object.entries(more)) if (value !== '') params.set(name, value)
  return params
}

function addPath(params: URLSearchParams, path: readonly GroupStep[] = []): void {
  if (path.length === 0) return
  params.set('path', path.map(step => step.column).join(','))
  for (const { value } of path) params.append('value', value)
}
