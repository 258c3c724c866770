/**
 * The limits of the record.
 * Every queue, group, block and page has one here; nothing grows without.
 */

export interface RecordLimits {
  /** events waiting or being written; more is OVERLOADED */
  queueEventsMax: number
  /** bytes of canonical text waiting or being written; more is OVERLOADED */
  queueBytesMax: number
  /** events of one group commit; one larger call still goes alone */
  groupEventsMax: number
  groupBytesMax: number
  /** entries of one block: what one look-up has to decompress */
  blockEntriesMax: number
  blockBytesMax: number
  /** memory of the newest entries kept in memory for followers at the head */
  cacheBytesMax: number
  /** entries of one read */
  readEntriesMax: number
  /** compressed bytes that one read takes from the engine; a first block larger than this still comes */
  readBytesMax: number
  /** how long a group whose outcome is unknown is tried again before its callers hear UNAVAILABLE */
  retryMsMax: number
  /** connections for everything but appends, which have one of their own */
  connectionsMax: number
  /** how long one statement may take before its connection is given up */
  statementMsMax: number
}

const KIB = 1024
const MIB = 1024 * KIB

export const RECORD_LIMITS: RecordLimits = {
  queueEventsMax: 50_000,
  queueBytesMax: 64 * MIB,
  groupEventsMax: 5_000,
  groupBytesMax: 8 * MIB,
  blockEntriesMax: 1_024,
  blockBytesMax: 1 * MIB,
  cacheBytesMax: 32 * MIB,
  readEntriesMax: 20_000,
  readBytesMax: 8 * MIB,
  retryMsMax: 10_000,
  connectionsMax: 6,
  statementMsMax: 60_000,
}
