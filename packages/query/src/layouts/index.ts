/** The layouts that come with Daybook. A new one is a file of data beside these, a line here and a test. */

import { cxoneActivity } from './cxone-activity.ts'
import { cxoneChanges } from './cxone-changes.ts'
import { commboxAuditTrail } from './commbox-audit-trail.ts'
import { eightByEightAuditEvents } from './8x8-audit-events.ts'
import type { Layout } from './layout.ts'
import { livepersonAuditTrail } from './liveperson-audit-trail.ts'

export const layouts: readonly Layout[] = [
  cxoneActivity,
  cxoneChanges,
  commboxAuditTrail,
  livepersonAuditTrail,
  eightByEightAuditEvents,
]

export function findLayout(id: string): Layout | undefined {
  return layouts.find(layout => layout.id === id)
}
