/**
 * Views that come with Daybook: the vendors' layouts, and questions that are asked everywhere.
 * They are data of the same shape as saved views, and nobody can change or remove them.
 */
import { layouts, type ReportId } from '@daybook/query'

/** A question that comes with Daybook; its name is `views.presets.<id>`. `query` is what stands behind the `?`. */
export const PRESETS = [
  { id: 'failed-sign-ins', report: 'activity', query: 'r=7d&q=category:login+outcome:failure&g=actor' },
  { id: 'everything-failed', report: 'activity', query: 'r=7d&q=outcome:failure&g=application,activity' },
  {
    id: 'access-changes',
    report: 'changes',
    query: 'q=attr:role,roles,permissions,*.role,*.roles,*.permissions',
  },
  { id: 'grants', report: 'activity', query: 'q=category:grant,revoke' },
  { id: 'deletions', report: 'activity', query: 'q=category:delete' },
  { id: 'exports', report: 'activity', query: 'q=category:export,share' },
  { id: 'impersonated', report: 'activity', query: 'q=impersonated:yes' },
  { id: 'by-machines', report: 'activity', query: 'r=7d&q=actorType:bot,system,apiKey,aiAgent&g=actor' },
] as const satisfies readonly { id: string; report: ReportId; query: string }[]

export type PresetId = (typeof PRESETS)[number]['id']

export interface LayoutView {
  id: string
  name: string
  vendor: string
  report: ReportId
  query: string
  /** How many columns it has, for its card. */
  columns: number
}

export const LAYOUT_VIEWS: readonly LayoutView[] = layouts.map(({ id, title, vendor, base, columns }) => ({
  id,
  name: title,
  vendor,
  report: base,
  query: `layout=${id}`,
  columns: columns.length,
}))
