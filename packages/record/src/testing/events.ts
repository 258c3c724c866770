/**
 * Events for tests, already in normal form.
 * The text is the canonical form of the event, as it is for every accepted event.
 */
import { randomUUID } from 'node:crypto'

import { type Accepted, type AuditEvent, canonicalise, type Json } from '@daybook/event'

export const uuid = (): string => randomUUID()

export function accepted(more: Partial<AuditEvent> = {}, categoryGiven = true): Accepted {
  const event: AuditEvent = {
    id: uuid(),
    occurredAt: '2026-05-04T07:00:00.123Z',
    application: 'UserHub',
    activity: 'Update user',
    category: 'update',
    outcome: 'SUCCESS',
    actor: { type: 'user', id: 'u-1', name: 'Clarissa Dalloway' },
    entity: { type: 'User', id: 'u-2', name: 'Peter Walsh' },
    ...more,
  }
  return { event, text: canonicalise(event as unknown as Json), categoryGiven }
}

export function many(count: number): Accepted[] {
  return Array.from({ length: count }, (_, i) => accepted({ comment: `number ${i}` }))
}

/** The same event with another comment: same id, other content. */
export function altered({ event, categoryGiven }: Accepted): Accepted {
  return accepted({ ...event, comment: `${event.comment ?? ''} altered` }, categoryGiven)
}
