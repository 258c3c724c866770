/** CommBox, Audit Trail Report: filter by modifier and action category, choose dates beyond 7 days, export to Excel. */
import { describe, expect, it } from 'vitest'

import type { Flow } from './flow.ts'

export function commbox(flow: Flow): void {
  describe('CommBox, Audit Trail Report', () => {
    it('focus your audit by using the filters, and export the data', async () => {
      const report = flow.report()
      // Navigate to Audit Trail Logs.
      await report.open('/activity')
      await report.openView('CommBox', 'Audit Trail')
      await report.preset('All time')
      await report.only('Application', 'CommBox')
      await report.counts(3)
      await expect
        .poll(() => report.columns())
        .toEqual([
          'Modified By',
          'Action Category',
          'Modified Entity Type',
          'Modified Entity Name',
          'Previous value',
          'Updated value',
          'Date of Modification',
        ])
      await expect
        .poll(() => report.row(0))
        .toMatchObject({
          'Modified By': 'Closing bot',
          'Modified Entity Type': 'Conversation',
        })

      // a. Select the Modifier(s). b. Select the Action Category.
      await report.only('Triggered by', 'Dana Levi')
      await report.counts(2)
      await report.only('Category', 'Login')
      await report.counts(1)
      await expect.poll(async () => (await report.row(0))['Modified Entity Type']).toBe('Login/Logout')
      await report.back(2)

      // Select a date range for the audit; two weeks are no limit here.
      await report.range('2026-07-01', '2026-07-31 12:00')
      await report.counts(2)
      await expect
        .poll(() => report.row(1))
        .toMatchObject({
          'Modified Entity Name': 'Idle timeout',
          'Previous value': '10',
          'Updated value': '15',
        })

      // Click the Export button at the top; you may leave the page.
      await report.page.keyboard.press('e')
      const dialog = report.page.getByRole('dialog', { name: /^Export/ })
      await expect.poll(() => dialog.getByRole('radio', { name: /^Excel/ }).isChecked()).toBe(true)
      await dialog.getByRole('button', { name: 'Export', exact: true }).click()
      await dialog
        .getByText('You can close this and go on')
        .or(dialog.getByText('The file is ready'))
        .first()
        .waitFor()
      await report.page.keyboard.press('Escape')
      await report.counts(2)
    })
  })
}
