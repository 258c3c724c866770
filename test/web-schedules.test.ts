/** Schedules as a reader makes them: from the report on screen to the message in the mailbox, over the real server, Chromium and SMTP. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'

import {
  headerOf,
  type MailServer,
  startMailServer,
} from '../packages/server/src/deliver/testing/mail-server.ts'
import { until } from '../packages/server/src/testing/until.ts'
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

/** Without the line ends and signs of quoted-printable. */
const plain = (raw = '') => raw.replaceAll('=\r\n', '').replaceAll('=3D', '=')
const field = (name: string | RegExp) => page.getByLabel(name)
const press = (name: string | RegExp) => page.getByRole('button', { name }).click()

it('a report on screen is sent every week, and at once when somebody presses Run now', async () => {
  await page.goto(`${world.daybook.url}/activity?q=outcome:failure`)
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('link', { name: 'Send it regularly…' }).click()
  await page.getByRole('dialog', { name: 'New schedule' }).waitFor()
  await expect.poll(() => field('Name').inputValue()).toBe('Activity of the week')

  await field('Name').fill('What failed')
  await field('To, separated by commas').fill('clarissa@example.com')
  await press('Create schedule')
  const card = page.getByRole('listitem').filter({ hasText: 'What failed' })
  await card.getByText('Every Monday at 07:00').waitFor()
  await expect.poll(() => card.textContent()).toContain('outcome:failure')

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

it('the link of a message leads whoever may read to the file, also when the schedule is another’s', async () => {
  const { url, key } = world.daybook
  const call = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const answer = await fetch(url + path, { method: 'POST', body: JSON.stringify(body), headers })
    return (await answer.json()) as { id: string }
  }
  mails.received.length = 0
  const { id } = await call('/v1/schedules', {
    name: 'From a machine',
    report: { report: 'activity' },
    format: 'csv',
    when: { every: 'day', at: '07:00' },
    delivery: { by: 'mail', to: ['clarissa@example.com'], attach: false },
  })
  await call(`/v1/schedules/${id}/run`, {})
  const link = await until(
    async () =>
      Promise.resolve(/http\S+\/exports\?id=[0-9a-f-]{36}/.exec(plain(mails.received[0]?.raw))?.[0] ?? ''),
    found => found !== '',
  )
  await page.goto(link)
  const sent = page.getByRole('region', { name: 'Sent by a schedule' })
  await sent.getByText('From a machine').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    sent.getByRole('link', { name: /^Download/ }).click(),
  ])
  expect(download.suggestedFilename()).toBe('From a machine.csv')
  await expect.poll(() => sent.getByRole('button', { name: /^Remove/ }).count()).toBe(0)

  await page.goto(link.replace(/.{4}$/, '0000'))
  await page.getByRole('alert').getByText('There is no such thing').waitFor()
  complaints.length = 0
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
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('listitem').filter({ hasText: 'To the archive' }).waitFor()
  await expect.poll(() => page.content()).not.toContain('whsec_')

  await press('New secret for To the archive')
  await page.getByText(/^whsec_/).waitFor()
  await press('Done')
  await expect.poll(() => page.content()).not.toContain('whsec_')
})
