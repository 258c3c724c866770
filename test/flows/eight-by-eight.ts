/** 8x8, Audit events: filter by application, time, person, operation and entity; open an event, see old and new, go and edit. */
import { describe, expect, it } from 'vitest'

import type { Flow } from './flow.ts'

export function eightByEight(flow: Flow): void {
  describe('8x8, Audit events', () => {
    it('Admin Console: filter, open the side panel, see previous and current values, edit from there', async () => {
      const report = flow.report()
      // From the menu, go to Audit events. Under Application, select Platform.
      await report.open('/activity')
      await report.openView('8x8', 'Audit events')
      await report.preset('All time')
      await report.only('Application', 'platform')
      await report.counts(2)
      // Who. Operations. Impacted Entity.
      await report.only('Triggered by', 'Omar Haddad')
      await report.counts(2)
      await report.only('Category', 'Update')
      await report.counts(1)
      await expect
        .poll(() => report.row(0))
        .toMatchObject({
          displayName: 'Lena Vogel',
          eventType: 'update',
          service: 'platform',
          entityType: 'user',
          auditUserId: '8-1',
          impersonator: '8-s',
        })

      // Click the event entry. A side panel opens.
      const panel = await report.openRow(0)
      // Newly added attributes show the new value only; modified ones the previous and the current value.
      await panel.getByText('voicemail').waitFor()
      await expect.poll(() => panel.innerText()).toMatch(/extension[\s\S]*1001[\s\S]*1002/)
      // You are redirected to the relevant configuration page.
      const edit = panel.getByRole('link', { name: /Open user in platform/i })
      await expect.poll(() => edit.getAttribute('href')).toBe('https://admin.8x8.example/users/8u-5')
      // Click the close icon to exit the side panel.
      await panel.getByRole('button', { name: /^Close/ }).click()
      await panel.waitFor({ state: 'detached' })
    })

    it('Configuration Manager: a comparison of previous and updated values is available, though only states were sent', async () => {
      const report = flow.report()
      await report.open('/activity?r=all&q=application:VCCSS')
      await report.counts(2)
      await report.search('"Sales queue"')
      await report.counts(2)
      const panel = await report.openRow(0)
      await panel.getByRole('link', { name: 'History' }).click()
      await report.page.getByText('priority').first().waitFor()
      await report.page.getByText('derived', { exact: false }).first().waitFor()
    })

    it('a message appears when nothing matches, and the answer to it is at hand', async () => {
      const report = flow.report()
      await report.open('/activity?r=15m&q=application:platform')
      await report.page.getByText('Nothing matches these filters in this range: Last 15 minutes.').waitFor()
      await report.page.getByRole('button', { name: 'Look at all time' }).click()
      await report.counts(2)
    })

    it('Generate report: all columns of the table go into the file', async () => {
      const report = flow.report()
      await report.open('/activity?layout=8x8-audit-events&r=all&q=application:platform')
      await report.page.keyboard.press('e')
      const dialog = report.page.getByRole('dialog', { name: /^Export/ })
      await dialog.getByText('2 rows').waitFor()
      await dialog.getByRole('radio', { name: /^CSV/ }).check()
      await dialog.getByRole('button', { name: 'Export', exact: true }).click()
      await dialog.getByRole('link', { name: 'All exports' }).click()
      await report.page
        .getByRole('row', { name: /Audit events/ })
        .first()
        .waitFor()
    })
  })
}
