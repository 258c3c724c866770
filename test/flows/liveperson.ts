/** LivePerson Conversational Cloud, Audit trail: which element changed, when and by whom, with the old and the new value. */
import { describe, expect, it } from 'vitest'

import type { Flow } from './flow.ts'

export function liveperson(flow: Flow): void {
  describe('LivePerson, Audit trail', () => {
    it('displays which element has been changed, when and by whom, with the old and the updated value', async () => {
      const report = flow.report()
      await report.open('/activity')
      await report.openView('LivePerson', 'Audit trail')
      await report.range('2026-08-01', '2026-09-01')
      await report.counts(2)
      await expect
        .poll(() => report.columns())
        .toEqual([
          'Object Type',
          'Object name',
          'Action type',
          'Element',
          'Old value',
          'New value',
          'Date',
          'Originator',
        ])
      await expect
        .poll(() => report.row(0))
        .toMatchObject({
          'Object Type': 'Skills',
          'Action type': 'add new',
          'New value': 'Billing',
        })
      await expect
        .poll(() => report.row(1))
        .toMatchObject({
          'Object Type': 'Users',
          'Object name': 'Ravi Iyer',
          'Action type': 'edit',
          Element: 'Member of',
          'Old value': 'Sales',
          'New value': 'Retention',
          Originator: 'Noa Katz',
        })
      await report.only('Entity', 'Users')
      await report.counts(1)
    })

    it('has the sign-ins that the audit trail of the page does not', async () => {
      const report = flow.report()
      await report.open('/activity?from=2026-08-01&to=2026-09-01&q=category:login')
      await report.counts(1)
      await expect.poll(async () => (await report.row(0))['actor']).toContain('Noa Katz')
    })
  })
}
