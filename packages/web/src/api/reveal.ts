/** Uncovers values that are hidden from the reader: with a reason, which is recorded before the answer comes. */
import { complete, type Send } from './answer.ts'
import type { EntityKey } from './entities.ts'
import type { Change, Json } from './types.ts'

export interface RevealInput {
  reason: string
  /** As changes and states name them. */
  attributes: readonly string[]
}

export interface RevealedEvent {
  /** The entry that tells of this. */
  entry: string
  changes: Change[]
}

export interface RevealedState {
  entry: string
  attributes: { attribute: string; value: Json }[]
}

export interface RevealCalls {
  revealEvent(id: string, asked: RevealInput): Promise<RevealedEvent>
  /** @param at an instant; without one, now */
  revealState(key: EntityKey, at: string | undefined, asked: RevealInput): Promise<RevealedState>
}

export function revealCalls(send: Send): RevealCalls {
  return {
    async revealEvent(id, asked) {
      const answer = await send('POST', `/v1/events/${encodeURIComponent(id)}/reveal`, asked)
      return complete<RevealedEvent>(answer, one => Array.isArray(one.changes))
    },
    async revealState({ type, id }, at, asked) {
      const path = `/v1/entities/${encodeURIComponent(type)}/${encodeURIComponent(id)}/reveal`
      const answer = await send('POST', path, { ...asked, ...(at === undefined ? {} : { at }) })
      return complete<RevealedState>(answer, one => Array.isArray(one.attributes))
    },
  }
}
