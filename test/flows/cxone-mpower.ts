/** NICE CXone Mpower, Activity Audit Report: the story that the page tells of Clarissa Dalloway, and what it says can be done with columns. */
import { describe, expect, it } from 'vitest'

import type { Flow } from './flow.ts'

export function cxoneMpower(flow: Flow): void {
  describe('NICE CXone Mpower, Activity Audit Report', () => {
    it('Clarissa sees when chats were viewed in May, and by whom', async () => {
      const report = flow.report()
      await report.open('/activity')
      await report.openView('NICE CXone', 'Activity Audit')

      // She selects Interaction Analytics as the Application in the report prompt.
      await report.preset('All time')
      await report.only('Application', 'Interaction Analytics')
      await report.counts(20)
      // She defines the Time Period as May 1st to May 31st and runs the report.
      await report.range('2026-05-01', '2026-06-01')
      await report.counts(17)
      // What did not occur in this time and application is no choice.
      await expect.poll(() => report.offered('Entity')).toEqual(['Chat', 'Email'])
      // Then she clicks the Entity filter and selects Chat. And she sets the Activity filter to Interaction Viewed.
      await report.only('Entity', 'Chat')
      await report.only('Activity', 'Interaction Viewed')
      await report.counts(12)

      // The information includes when the activity happened and who viewed the interactions.
      await expect
        .poll(() => report.row(0))
        .toMatchObject({
          'Event Time (UTC)': '2026-05-13 08:11:00.000',
          'Triggered By': 'Clarissa Dalloway',
          Entity: 'Chat',
          Instance: 'chat-11',
          Activity: 'Interaction Viewed',
          Outcome: 'SUCCESS',
          Application: 'Interaction Analytics',
        })
      await report.survivesReload(12)
    })

    it('right-click any column to sort the data, drill down, or adjust the display', async () => {
      const report = flow.report()
      await report.open('/activity?layout=cxone-activity&from=2026-05-01&to=2026-06-01&q=entity:Chat')
      await report.counts(12)

      await report.columnMenu('Triggered By', 'Sort Z to A')
      await expect.poll(async () => (await report.row(0))['Triggered By']).toBe('Septimus Smith')

      // Grouping, and drilling down to more details.
      await report.columnMenu('Triggered By', 'Group by Triggered By')
      const group = report.page.getByRole('row', { name: /Clarissa Dalloway/, expanded: false })
      await expect.poll(() => group.innerText()).toContain('8')
      await group.click()
      await expect.poll(() => report.row(1)).toMatchObject({ Entity: 'Chat', Activity: 'Interaction Viewed' })
      await report.openRow(1)
      await expect.poll(() => report.query.get('ev')).not.toBeNull()
      await report.page.keyboard.press('Escape')

      await report.page.getByRole('button', { name: 'Do not group by Triggered by' }).click()
      await report.toggleColumn('Comments')
      await expect.poll(() => report.columns()).not.toContain('Comments')
      await report.survivesReload(12)
      await expect.poll(() => report.columns()).not.toContain('Comments')
    })

    it('the time is shown in UTC, for your tenant and for you', async () => {
      const report = flow.report()
      await report.open('/activity?r=all&q=activity:Login+actor:"Agent 0"')
      await expect.poll(async () => (await report.row(0))['occurredAt']).toBe('2026-05-12 08:00:00.000')

      await report.page.keyboard.press('u')
      await report.page.getByText('2026-05-12 10:00:00.000').waitFor()
      await expect.poll(() => report.query.get('tz')).not.toBeNull()
      await expect
        .poll(() => report.line(0).locator('time').getAttribute('title'))
        .toMatch(/2026-05-12 10:00:00.000 Europe\/Madrid \(UTC\+2\)[^]*2026-05-12 08:00:00.000 UTC/)
    })
  })
}
