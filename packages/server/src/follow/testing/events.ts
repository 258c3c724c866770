/**
 * Made-up events for tests: every optional field occurs, over more months than one, so that a block spans partitions.
 * The same seed makes the same events, but for their ids.
 */

import { normaliseEvent, type Accepted, type JsonObject } from '@daybook/event'
import { v7 } from 'uuid'

const DAY_MS = 86_400_000
const FIRST_DAY = Date.UTC(2026, 0, 15)

export interface EventOptions {
  seed?: number
  /** days from one event to the next: 0 = one partition of the index, 40 = one each */
  daysApart?: number
  /** characters of comment, to make events heavy */
  commentLength?: number
}

export function buildEvents(count: number, options: EventOptions = {}): Accepted[] {
  return Array.from({ length: count }, (_, at) => buildEvent((options.seed ?? 0) + at, options))
}

function buildEvent(number: number, { daysApart = 2, commentLength = 0 }: EventOptions): Accepted {
  const day = Math.floor((number % 53) * daysApart)
  const event: JsonObject = {
    id: v7(),
    occurredAt: new Date(FIRST_DAY + day * DAY_MS + number).toISOString(),
    application: ['UserHub', 'Player', 'Admin'][number % 3] ?? '',
    activity: ['Update user', 'Delete', 'Login'][number % 3] ?? '',
    outcome: number % 7 === 0 ? 'FAILURE' : 'SUCCESS',
    actor: { type: 'user', id: `u${number % 11}`, name: `Élodie "${number}" 😀` },
    entity: { type: 'User', id: `e${number}`, name: `Entity ${number}` },
  }
  if (number % 2 === 0) event['changes'] = [{ attribute: 'role', old: null, new: { list: [number, 'x'] } }]
  if (number % 3 === 0) event['related'] = [{ type: 'Team', id: `t${number}`, role: 'owner' }]
  // Always with changes: what is derived from states alone has tests of its own.
  if (number % 10 === 0) event['state'] = { active: true, limit: number + 0.5 }
  if (number % 4 === 0) event['origin'] = { ip: '192.0.2.7', userAgent: 'agent\twith\ttabs' }
  if (commentLength > 0) event['comment'] = 'c'.repeat(commentLength)
  const answer = normaliseEvent(event, { newId: v7 })
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems))
  return answer.accepted
}
