/**
 * Every call that the app makes, by name and typed.
 * An answer that lacks what the page cannot do without is refused here, so no component meets a half answer.
 */
import type { ReportId } from '@daybook/query'

import { complete, type Get, type Send } from './answer.ts'
import { catalogCalls, type CatalogCalls } from './catalog.ts'
import type { Client } from './client.ts'
import { exportCalls, type ExportCalls } from './exports.ts'
import { entityCalls, type EntityCalls } from './entities.ts'
import type { Entry, RowsAnswer, Session, Summary } from './types.ts'
import { viewCalls, type ViewCalls } from './views.ts'

/** Rows fetched at a time while the reader scrolls. */
export const PAGE_ROWS = 200

export interface Api extends EntityCalls, CatalogCalls, ViewCalls, ExportCalls {
  session(signal?: AbortSignal): Promise<Session>
  signIn(token: string): Promise<void>
  signOut(): Promise<void>
  rows<Row>(
    report: ReportId,
    question: string,
    page: { sort: string; cursor?: string | undefined },
    signal?: AbortSignal,
  ): Promise<RowsAnswer<Row>>
  /** @param zone the IANA name of the clock that bars follow */
  summary(report: ReportId, question: string, zone: string, signal?: AbortSignal): Promise<Summary>
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
  return {
    ...entityCalls(get),
    ...catalogCalls(get, send),
    ...viewCalls(get, send),
    ...exportCalls(get, send),
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
    async rows<Row>(
      report: ReportId,
      question: string,
      { sort, cursor }: { sort: string; cursor?: string | undefined },
      signal?: AbortSignal,
    ) {
      const params = new URLSearchParams(question)
      if (sort !== '') params.set('sort', sort)
      params.set('limit', String(PAGE_ROWS))
      if (cursor !== undefined) params.set('cursor', cursor)
      const answer = await get(`/v1/reports/${report}/rows?${params}`, signal)
      return complete<RowsAnswer<Row>>(answer, one => Array.isArray(one.rows))
    },
    async summary(report, question, zone, signal) {
      const params = new URLSearchParams(question)
      if (zone !== 'UTC') params.set('zone', zone)
      const answer = await get(`/v1/reports/${report}/summary?${params}`, signal)
      return summaryOf(
        complete<WrittenSummary>(answer, one => typeof one.total === 'number' && 'histogram' in one),
      )
    },
    async entry(id, signal) {
      const answer = await get(`/v1/events/${encodeURIComponent(id)}`, signal)
      return complete<Entry>(answer, one => typeof one.id === 'string')
    },
  }
}

/** The API writes moments as RFC 3339; bars are drawn by arithmetic, so theirs become milliseconds. */
function summaryOf(summary: WrittenSummary): Summary {
  const buckets = summary.histogram.buckets.map(bucket => ({ ...bucket, at: Date.parse(bucket.at) }))
  return { ...summary, histogram: { ...summary.histogram, buckets } }
}
