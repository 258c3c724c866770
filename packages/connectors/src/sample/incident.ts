/**
 * The one incident of the sample: two nights that an auditor should find. The README says what there is to see.
 * Its length is known before it begins, and each of its steps is exactly one event.
 */

import { Agenda } from './agenda.ts'
import type { Company } from './company.ts'
import { kindOf } from './deeds/things.ts'
import { TimeWriter } from './ids.ts'
import {
  exportNight,
  helpDesk,
  lateExtraction,
  stuffing,
  takeover,
  type Cast,
  type Step,
} from './incident-nights.ts'
import { setAttribute } from './people.ts'
import type { Random } from './random.ts'

/** With fewer events or days than this there is no room for it. */
export const INCIDENT_EVENTS_MIN = 1000
export const INCIDENT_DAYS_MIN = 4

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

const POLICY = kindOf('Recording Policies', 'Recording Policy')

export type Story = Agenda<Step>

/** Sets the stage in a newly founded company: the forgotten account and the policy that matters. */
export function prepareIncident(company: Company, from: number): Cast {
  const victim = company.people.find(person => person.name === 'Hugh Whitbread')
  const dormant = company.people.find(person => person.name === 'Doris Kilman')
  const policy = company.things.get(POLICY)?.[0]
  if (victim === undefined || dormant === undefined || policy === undefined)
    throw new Error('the cast is incomplete')
  dormant.dormant = true
  setAttribute(dormant, 'status', 'Inactive')
  setAttribute(dormant, 'security.passwordChangedAt', new TimeWriter().write(from - 427 * DAY_MS))
  setAttribute(dormant, 'security.mfaRequired', false)
  policy.held = true
  Object.assign(policy.attributes, { enabled: true, percentage: 100, 'retention.days': 2555 })
  return { victim, dormant, policy }
}

/** The steps, with their times. Undefined when the period or the number of events is too small. */
export function tellIncident(
  company: Company,
  random: Random,
  period: { from: number; until: number },
  events: number,
): { story: Story; length: number } | undefined {
  const cast = prepareIncident(company, period.from)
  if (events < INCIDENT_EVENTS_MIN || period.until - period.from < INCIDENT_DAYS_MIN * DAY_MS)
    return undefined
  const story: Story = new Agenda()
  const night = firstNight(period)
  let length = 0
  const at = (night: number, hour: number, minute: number, step: Step): void => {
    story.add(night + hour * HOUR_MS + Math.round((minute + random.unit() * 0.4) * MINUTE_MS), step)
    length++
  }
  stuffing(company, random, cast, (minute, step) => at(night, 22, minute, step), clamp(events / 250, 24, 400))
  takeover(cast, (minute, step) => at(night, 23, minute, step))
  at(night + DAY_MS, 9, 5, helpDesk(company, cast))
  exportNight(cast, (minute, step) => at(night + DAY_MS, 23, minute, step), clamp(events / 1000, 12, 46))
  lateExtraction(clamp(events / 1500, 6, 30), (minute, step) => at(night + 3 * DAY_MS, 1, minute, step))
  return { story, length }
}

/** Midnight (UTC) of a Tuesday at about seven tenths of the period, or of the day there when no Tuesday fits. */
export function firstNight({ from, until }: { from: number; until: number }): number {
  const target = Math.ceil((from + (until - from) * (until - from > 14 * DAY_MS ? 0.66 : 0.02)) / DAY_MS)
  const wait = (2 - ((target + 4) % 7) + 7) % 7
  const tuesday = (target + wait) * DAY_MS
  return tuesday + 3.5 * DAY_MS < until ? tuesday : target * DAY_MS
}

function clamp(value: number, least: number, most: number): number {
  return Math.round(Math.min(most, Math.max(least, value)))
}
