/**
 * One append on its way into the record, as the bytes that will be written.
 * Its secrets are drawn once, so an entry found in the record can be recognised as this call's own work. The events
 * themselves are let go at once: what waits for a commit costs the collector nothing.
 */
import { type Accepted, type AuditEvent, readJson } from '@daybook/event'

import { type Lines, LineWriter, SECRET_BYTES } from '../lines.ts'
import type { Placed } from '../types.ts'

export interface Call {
  tenant: number
  /** of its events, in their order; the same order has everything below */
  ids: readonly string[]
  lines: Lines
  /** whether the sender named the category */
  categoriesGiven: readonly boolean[]
  /** characters of canonical text: what the call counts for in the queue */
  bytes: number
}

/** @param secrets 16 bytes per event */
export function callOf(tenant: number, events: readonly Accepted[], secrets: Buffer, bytes: number): Call {
  const writer = new LineWriter()
  events.forEach(({ text }, position) => {
    const start = position * SECRET_BYTES
    writer.add(secrets.toString('base64url', start, start + SECRET_BYTES), text)
  })
  return {
    tenant,
    ids: events.map(({ event }) => event.id),
    lines: writer.end(),
    categoriesGiven: events.map(({ categoryGiven }) => categoryGiven),
    bytes,
  }
}

/** An event of a call as it was accepted, read again. */
export function acceptedOf({ lines, categoriesGiven }: Call, position: number): Accepted {
  const text = lines.text(position)
  return {
    text,
    categoryGiven: categoriesGiven[position] ?? false,
    event: readJson(text) as unknown as AuditEvent,
  }
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
