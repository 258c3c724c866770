/** An event once recorded, as every reader sees it. */
/** An entry adds to the event and changes nothing of it. */

import type { Sha256 } from './hmac.ts'
import { sealEvent } from './leaf.ts'
import type { AuditEvent, Entry } from './types.ts'

export interface Recorded {
  tenant: string
  index: number
  /** `YYYY-MM-DDTHH:mm:ss.SSSZ` */
  recordedAt: string
  /** 16 bytes. */
  secret: Uint8Array
  event: AuditEvent
}

export function toEntry(recorded: Recorded, sha256: Sha256): Entry {
  const { tenant, index, recordedAt, secret, event } = recorded
  const { leafHash } = sealEvent(event, recordedAt, secret, sha256)
  return { ...event, tenant, index, recordedAt, leafHash }
}
