/**
 * One append on its way into the record.
 * Its secrets are drawn once, so an entry found in the record can be recognised as this call's own work.
 */
import type { Accepted } from '@daybook/event'

import type { Placed } from '../types.ts'

export interface Call {
  tenant: number
  events: readonly Accepted[]
  /** 16 bytes per event */
  secrets: Buffer
  /** characters of canonical text: what the call counts for in the queue */
  bytes: number
}

/** What is known about one event of a call. */
export type Standing =
  | { kind: 'new' }
  /** it is in the record */
  | { kind: 'placed'; index: number; status: Placed['status'] }
  /** the same event comes before in this group: it stands wherever that one will stand */
  | { kind: 'repeats'; call: number; position: number }
  /** the record, or an event before it in this group, has the same id with other content */
  | { kind: 'conflicts'; index: number }
  | { kind: 'conflictsWith'; call: number; position: number }

/** The standings of the events of every call of a group, in their order. */
export type Standings = readonly (readonly Standing[])[]
