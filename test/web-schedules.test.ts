/** Schedules as a reader makes them: from the report on screen to the message in the mailbox, over the real server, Chromium and SMTP. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'

import {
  headerOf,
  type MailServer,
  startMailServer,
} from '../packages/server/src/deliver/testing/mail-server.ts'
import { openWorld, type World } from './browser/world.ts'

let world: World
let mails: MailServer
let page: Page
let complaints: string[]

beforeAll(async () => {
  mails = await startMailServer()
  world = await openWorld({
    env: {
      DAYBOOK_SMTP_URL: `smtp://127.0.0.1:${mails.port}`,
      DAYBOOK_MAIL_FROM: 'Daybook <daybook@example.com>',
    },
  })
}, 120_000)
afterAll(async () => {
  await world?.end()
  await mails.close()
})
beforeEach(async () => {
  ;({ page, complaints } = await world.newPage())
})
afterEach(async () => {
  await page.close()
  expect(complaints).toEqual([])
})

const field = (name: string | RegExp) => page.getByLabel(name)
const press = (name: string | RegExp) => page.getByRole('button', { name }).click()

it('a report on screen is sent every week, and at once when somebody presses Run now', async () => {
  await page.goto(`${world.daybook.url}/activity?q=outcome:failure`)
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('link', { name: 'Send it regularly…' }).click()
  await page.getByRole('dialog', { name: 'New schedule' }).waitFor()
  expect(await field('Name').inputValue()).toBe('Activity of the week')

  await field('Name').fill('What failed')
  await field('To, separated by commas').fill('clarissa@example.com')
  await press('Create schedule')
  const card = page.getByRole('listitem').filter({ hasText: 'What failed' })
  await card.getByText('Every Monday at 07:00').waitFor()
  expect(await card.textContent()).toContain('outcome:failure')

  await press('Run now')
  await card.getByText('Delivered', { exact: true }).waitFor({ timeout: 30_000 })
  const [mail] = mails.received
  expect([mails.received.length, mail?.to]).toEqual([1, ['clarissa@example.com']])
  expect(headerOf(mail?.raw ?? '', 'Subject')).toMatch(/^What failed|^=\?/)
  expect(mail?.raw).toMatch(/filename="?What failed\.xlsx/)
  expect(mail?.raw.replaceAll('=\r\n', '')).toContain('events that failed')

  await press('Pause What failed')
  await card.getByText('Paused', { exact: true }).waitFor()
  await press('Remove What failed')
  await press('Remove for good')
  await page.getByText('No schedules yet').waitFor()
})

it('the secret of a webhook is shown once; an address that may not be reached is refused in words', async () => {
  await page.goto(`${world.daybook.url}/schedules`)
  await press('New schedule')
  await field('Name').fill('To the archive')
  await page.getByText('Webhook', { exact: true }).click()
  await field('Address').fill('https://169.254.169.254/latest')
  await press('Create schedule')
  await page
    .getByRole('alert')
    .getByText(/network that may not be reached/)
    .waitFor()

  await field('Address').fill('https://hooks.example.com/in')
  await press('Create schedule')
  await page.getByText(/^whsec_/).waitFor()
  await press('Done')
  await page.getByRole('listitem').filter({ hasText: 'To the archive' }).waitFor()
  expect(await page.content()).not.toContain('whsec_')
})
