/**
 * Reads the state that a saved view holds, as the address of a report has it, into what an export is asked for.
 * A parameter that is not understood is refused: a filter that silently fell away would send more than was meant.
 */
import { findZone } from '@daybook/query'

import { ServerError } from '../errors.ts'
import { FILTER_PARAMETERS } from '../http/reports/question.ts'
import type { ScheduledReport } from './plan.ts'
import { startOfDay } from './timetable.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Ranges that end now, by the name that the web application gives them. */
const PRESETS: Readonly<Record<string, number>> = {
  '15m': 15 * MINUTE,
  '1h': HOUR,
  '24h': DAY,
  '7d': 7 * DAY,
  '30d': 30 * DAY,
  '90d': 90 * DAY,
}
const PRESET_DEFAULT = '30d'

/** Of the address: what a file has no use for. Groups and the open entry are of the page alone. */
const OF_THE_PAGE = new Set(['g', 'groups', 'ev'])
const ONE_VALUE = { q: ['q'], sort: ['s', 'sort'], zone: ['tz', 'zone'], layout: ['layout'] } as const

/** Throws INVALID_BODY. @param at what "the last 7 days" end with. */
export function readViewState(
  view: { report: string; query: string },
  { at, zone }: { at: number; zone: string },
): ScheduledReport {
  const left = new URLSearchParams(view.query)
  const take = (...names: readonly string[]): string | undefined => {
    const values = names.flatMap(name => left.getAll(name))
    for (const name of names) left.delete(name)
    return values[0]
  }
  const q = take(...ONE_VALUE.q)
  const sort = take(...ONE_VALUE.sort)
  const shown = take(...ONE_VALUE.zone)
  const layout = take(...ONE_VALUE.layout)
  const columns = listOf(take('cols', 'columns'))
  const ownZone = shown === undefined || findZone(shown) === undefined ? undefined : shown
  const range = rangeOf(take('r'), take('from'), take('to'), { at, zone: ownZone ?? zone })
  const filter = filterOf(left)
  return {
    report: layout ?? view.report,
    ...range,
    ...(q === undefined || q.trim() === '' ? {} : { q }),
    ...(sort === undefined || sort === '' ? {} : { sort }),
    ...(ownZone === undefined ? {} : { zone: ownZone }),
    ...(columns.length === 0 ? {} : { columns }),
    ...(Object.keys(filter).length === 0 ? {} : { filter }),
  }
}

function filterOf(left: URLSearchParams): Record<string, string[]> {
  const filter: Record<string, string[]> = {}
  for (const name of new Set(left.keys())) {
    if (OF_THE_PAGE.has(name)) continue
    if (!(FILTER_PARAMETERS as readonly string[]).includes(name))
      throw new ServerError('INVALID_BODY', {
        detail: `The view has a parameter that is not known here: "${name.slice(0, 64)}".`,
      })
    filter[name] = left.getAll(name)
  }
  return filter
}

function rangeOf(
  preset: string | undefined,
  from: string | undefined,
  to: string | undefined,
  { at, zone }: { at: number; zone: string },
): { from?: string; to?: string } {
  if (from !== undefined || to !== undefined)
    return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
  const name = preset ?? PRESET_DEFAULT
  if (name === 'all') return {}
  const end = new Date(at).toISOString()
  if (name === 'today') return { from: new Date(startOfDay(at, zone)).toISOString(), to: end }
  const length = Object.hasOwn(PRESETS, name) ? PRESETS[name] : undefined
  if (length === undefined)
    throw new ServerError('INVALID_BODY', {
      detail: `The view has a range that is not known here: "${name.slice(0, 64)}".`,
    })
  return { from: new Date(at - length).toISOString(), to: end }
}

/** Names joined by commas; a comma or percent sign inside of one is escaped. */
function listOf(text: string | undefined): string[] {
  const names = (text ?? '')
    .split(',')
    .map(name => name.replaceAll(/%2C|%25/gi, code => (code === '%25' ? '%' : ',')))
  return [...new Set(names)].filter(name => name !== '')
}
