/**
 * Trims an event that is larger than an entry may be, instead of losing it.
 * Invariant: only members of `metadata` are cut, the largest first, and `metadata.trimmed` says which and how large they were.
 */
import { LIMITS, type Json, type JsonObject } from '@daybook/event'
import type { SourceEvent } from './source.ts'

/** What a trimmed member keeps of itself, as text. */
const KEPT_CHARACTERS = 512
/** Room for what normalisation adds (category, outcome, defaults) and for the notes. */
const SLACK_BYTES = 1024
/** The event and `metadata` are two levels; deeper than the rest is kept as text. */
const METADATA_DEPTH_MAX = LIMITS.depthMax - 3

/** Returns the event itself when it fits. */
export function trimEvent(event: SourceEvent): SourceEvent {
  const metadata = event.metadata
  if (!metadata) return event
  const flattened = mapMembers(metadata, value =>
    depthOf(value) > METADATA_DEPTH_MAX ? JSON.stringify(value) : value,
  )
  const shallow = { ...event, metadata: flattened }
  const limit = LIMITS.eventBytesMax - SLACK_BYTES
  let excess = byteLength(shallow) - limit
  if (excess <= 0) return shallow

  const notes: string[] = []
  const kept: JsonObject = { ...flattened }
  const bySize = Object.entries(flattened)
    .map(([name, value]) => ({ name, text: JSON.stringify(value) }))
    .map(member => ({ ...member, bytes: Buffer.byteLength(member.text) }))
    .sort((a, b) => b.bytes - a.bytes)
  for (const { name, text, bytes } of bySize) {
    if (excess <= 0) break
    kept[name] = `${text.slice(0, KEPT_CHARACTERS).toWellFormed()}…`
    notes.push(`${name}: ${bytes} bytes, the first ${KEPT_CHARACTERS} characters are kept`)
    excess -= bytes - Buffer.byteLength(JSON.stringify(kept[name]))
  }
  return { ...event, metadata: { ...kept, trimmed: notes } }
}

function byteLength(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}

function mapMembers(object: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]))
}

function depthOf(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0
  let deepest = 0
  for (const member of Object.values(value)) deepest = Math.max(deepest, depthOf(member))
  return deepest + 1
}
