/**
 * Whether one entry of the record is whole: what it stores is what its event says, and its leaf can be computed.
 * What `EventRecord.check` looks at (blocks, ids, idempotency keys) is not repeated here.
 */

import { createHash } from 'node:crypto'

import { canonicalise, sealEvent, type Json } from '@daybook/event'
import type { StoredEntry } from '@daybook/record'

import { shortened, type Findings } from './findings.ts'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

/** `before`: when the entry before it was recorded, ms. */
export function checkEntry(entry: StoredEntry, before: number, findings: Findings): void {
  const named = { tenant: entry.tenant, index: entry.index, id: entry.event.id }
  const canonical = canonicalise(entry.event as unknown as Json)
  if (canonical !== entry.text) {
    const [expected, actual] = [shortened(canonical), shortened(entry.text)]
    findings.add({ kind: 'RECORD_TEXT', ...named, expected, actual })
  }
  if (entry.recordedAt < before) {
    const [expected, actual] = [`${before} or later`, String(entry.recordedAt)]
    findings.add({ kind: 'RECORD_ORDER', ...named, field: 'recordedAt', expected, actual })
  }
  try {
    sealEvent(entry.event, new Date(entry.recordedAt).toISOString(), entry.secret, sha256)
  } catch (error) {
    findings.add({
      kind: 'RECORD_LEAF',
      ...named,
      detail: error instanceof Error ? error.message : String(error),
    })
  }
}
