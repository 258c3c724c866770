/** Source `google-workspace`: activities of the Reports API. Every event inside an activity becomes an entry of its own. */
import { sourceProblem } from '../errors.ts'
import { isObject, parseForeignJson } from '../fit.ts'
import { readJsonRecords } from '../input/json-records.ts'
import type { Line } from '../input/lines.ts'
import type { Source, SourceItem } from '../source.ts'
import type { Activity } from './activity.ts'
import { eventOfActivity } from './event.ts'

/** The API says `items`; exports by other tools say `activities`. */
const WRAPPERS: ReadonlySet<string> = new Set(['items', 'activities'])

export const googleWorkspace: Source = {
  name: 'google-workspace',
  title: 'Google Workspace Reports API: {"items":[…]}, an array, or one activity per line',
  async *read(stream) {
    for await (const lines of readJsonRecords(stream, WRAPPERS))
      for (const line of lines) yield* readActivity(line)
  },
}

function readActivity(line: Line): SourceItem[] {
  const at = { line: line.line, original: line.text }
  if (!line.ok) return [{ ...at, ok: false, problem: line.problem }]
  let value: unknown
  try {
    value = parseForeignJson(line.text)
  } catch (error) {
    const detail = error instanceof Error ? error.message : undefined
    return [{ ...at, ok: false, problem: sourceProblem('LINE_NOT_JSON', '', detail) }]
  }
  if (!isObject(value)) return [{ ...at, ok: false, problem: sourceProblem('LINE_NOT_OBJECT') }]
  const activity = value as Activity
  if (!Array.isArray(activity.events) || activity.events.length === 0) {
    const detail = 'An activity has a list of events.'
    return [{ ...at, ok: false, problem: sourceProblem('RECORD_INCOMPLETE', '/events', detail) }]
  }
  return activity.events.map((one, position) => {
    const event = isObject(one) ? eventOfActivity(activity, one, position) : undefined
    if (event) return { ...at, ok: true, event }
    const detail = 'An activity has id.time, and each of its events a name.'
    return { ...at, ok: false, problem: sourceProblem('RECORD_INCOMPLETE', `/events/${position}`, detail) }
  })
}
