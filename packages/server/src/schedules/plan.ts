/**
 * What a schedule is set to: what is sent, when, how and to whom.
 * The record keeps it as it is; what it asks for is read anew at each run, so a schedule of a view follows the view.
 */
import type { CsvOptions, ExportFormat, ExportRequest } from '@daybook/query'
import type { JsonObject } from '@daybook/event'
import type { ScheduleRecord } from '@daybook/record'

import type { Period, Timetable } from './timetable.ts'
import { readViewState } from './view-state.ts'

export type Delivery =
  | {
      by: 'mail'
      to: string[]
      /** the file itself where it is small enough, else a link */
      attach: boolean
    }
  | { by: 'webhook'; url: string }

/** A report's state without what a schedule decides itself. */
export type ScheduledReport = Omit<ExportRequest, 'format' | 'csv'>

export interface SchedulePlan {
  /** a saved view, or the state of a report */
  source: { view: string } | { report: ScheduledReport }
  format: ExportFormat
  csv?: CsvOptions
  when: Timetable
  /** IANA name; the tenant's zone when absent */
  zone?: string
  /** `schedule`: the last full days, weeks or months. `source`: what the view or report itself says. */
  period: 'schedule' | 'source'
  delivery: Delivery
  /** makes ids of entries that nobody can foresee; never shown */
  seed: string
}

export function planOf({ plan }: Pick<ScheduleRecord, 'plan'>): SchedulePlan {
  return plan as unknown as SchedulePlan
}

export function planJson(plan: SchedulePlan): JsonObject {
  return plan as unknown as JsonObject
}

/**
 * The export that one run asks for.
 * @param view the saved view, when the plan names one
 * @param at when the run is due: what a view's "last 7 days" is counted from
 */
export function requestFor(
  plan: SchedulePlan,
  view: { report: string; query: string } | undefined,
  { zone, covers, at }: { zone: string; covers: Period | undefined; at: number },
): ExportRequest {
  const source = view === undefined ? sourceOf(plan) : readViewState(view, { at, zone })
  const { from, to, ...state } = source
  const range =
    covers === undefined
      ? { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
      : { from: new Date(covers.from).toISOString(), to: new Date(covers.to).toISOString() }
  return {
    ...state,
    ...range,
    zone: state.zone ?? zone,
    format: plan.format,
    ...(plan.csv === undefined ? {} : { csv: plan.csv }),
  }
}

function sourceOf({ source }: SchedulePlan): ScheduledReport {
  if ('report' in source) return source.report
  throw new TypeError('a plan of a view needs the view')
}
