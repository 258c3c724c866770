/** NICE CXone, Audit Reports: the numbered steps of the Activity Audit and of the Change Audit, and what follows a change. */
import { describe, expect, it } from 'vitest'

import type { Flow } from './flow.ts'

export function cxonePrebuilt(flow: Flow): void {
  describe('NICE CXone, prebuilt Audit Reports', () => {
    it('Activity Audit: a time frame, applications, columns, search, export', async () => {
      const report = flow.report()
      // Select the Activity Audit Report from the list.
      await report.open('/activity')
      await report.openView('NICE CXone', 'Activity Audit')
      // Define a time frame.
      await report.range('2026-05-01', '2026-06-01')
      await report.counts(28)
      // Select one or more applications.
      await report.only('Application', 'UserHub')
      await report.counts(11)
      await report.add('Application', 'Interaction Analytics')
      await report.counts(28)
      // You can add or remove columns from the grid.
      await report.toggleColumn('Event ID')
      await expect.poll(() => report.columns()).not.toContain('Event ID')
      // The results are searchable.
      await report.search('septimus')
      await report.counts(10)
      // Export the report data to a CSV/Excel file.
      await report.page.getByRole('button', { name: 'Export', exact: true }).click()
      const dialog = report.page.getByRole('dialog', { name: /^Export/ })
      await dialog.getByText('10 rows').waitFor()
      await dialog.getByRole('radio', { name: /^CSV/ }).check()
      await expect
        .poll(() => dialog.getByRole('checkbox', { name: /running formulas/ }).isChecked())
        .toBe(true)
      await dialog.getByRole('button', { name: 'Export', exact: true }).click()
      await dialog.getByRole('link', { name: 'All exports' }).click()
      // Nobody has to wait for it on the page: it is in the list, with its question.
      await report.page.getByRole('row', { name: /septimus/ }).waitFor()
    })

    it('Change Audit: search the Attribute column, open, compare, go to the history and to the place of editing', async () => {
      const report = flow.report()
      await report.open('/activity')
      await report.openView('NICE CXone', 'Change Audit')
      await report.range('2026-05-01', '2026-06-01')
      await report.only('Application', 'UserHub')
      await report.counts(4)
      // You can search for specific attributes in the Attribute column.
      await report.search('attr:userName')
      await report.counts(2)
      await expect
        .poll(() => report.row(0))
        .toMatchObject({
          Attribute: 'User.userName',
          'Previous Value': 'pwalsh',
          'Changed Value': 'peter.walsh',
          'Triggered By': 'Septimus Smith',
        })

      // filter → open → diff
      const panel = await report.openRow(0)
      await panel.getByText('Supervisor').waitFor()
      await expect.poll(() => panel.innerText()).toMatch(/role[\s\S]*Agent[\s\S]*Supervisor/)
      const edit = panel.getByRole('link', { name: /Open User in UserHub/i })
      await expect.poll(() => edit.getAttribute('href')).toBe('https://userhub.example/users/u-42')
      // → history, which the same filter's Back leads home from
      await panel.getByRole('link', { name: 'History' }).click()
      await report.page.getByRole('heading', { name: /Peter Walsh/ }).waitFor()
      await report.page.getByText('peter.walsh').first().waitFor()
      await report.page.goBack()
      await report.counts(2)
    })

    it('what was chosen stays: a reload keeps it, and Back undoes it step by step', async () => {
      const report = flow.report()
      await report.open('/activity?r=all')
      const all = Number((await report.page.getByTestId('total').innerText()).replaceAll(',', ''))
      await report.only('Application', 'UserHub')
      await report.counts(11)
      await report.only('Activity', 'Login')
      await report.counts(9)
      await report.page.getByRole('button', { name: '2 failed' }).click()
      await report.counts(2)

      await report.survivesReload(2)
      await report.back(9)
      await report.back(11)
      await report.back(all)
    })
  })
}
