/**
 * Cuts events into batches that the server takes.
 * Invariant: every batch keeps both limits, and the events keep their order.
 */
import { utf8Length } from '@daybook/event'
import { DaybookError } from './errors.ts'

export const BATCH_EVENTS_MAX = 5_000
export const BATCH_BYTES_MAX = 8 * 1024 * 1024

export interface BatchLimits {
  eventsMax: number
  bytesMax: number
}

/** Throws 'EVENT_TOO_LARGE' when one text alone does not fit. */
export function* batches(texts: Iterable<string>, limits: BatchLimits): Generator<string[]> {
  let batch: string[] = []
  let bytes = 0
  for (const text of texts) {
    const size = utf8Length(text) + 1
    if (size > limits.bytesMax) throw new DaybookError('EVENT_TOO_LARGE', { detail: `${size} bytes` })
    if (batch.length > 0 && (batch.length >= limits.eventsMax || bytes + size > limits.bytesMax)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(text)
    bytes += size
  }
  if (batch.length > 0) yield batch
}
