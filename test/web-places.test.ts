/**
 * The pages beside the reports, as a reader walks through them: an entity's history, an event and what belongs to it, hidden
 * values, the catalog, views, the command menu. Every test sees the record that is made here.
 */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { openWorld, type World } from './browser/world.ts'

const START = Date.UTC(2026, 4, 4, 7)
const READS = 20

let world: World
let page: Page
let complaints: string[]

beforeAll(async () => {
  world = await openWorld()
  await describeCatalog()
  await world.record(events())
}, 180_000)
afterAll(async () => world?.end())

beforeEach(async () => {
  const tab = await world.newPage()
  page = tab.page
  complaints = tab.complaints
})
afterEach(async () => {
  await page.close()
  expect(complaints).toEqual([])
})

describe('the history of an entity', () => {
  it('shows who set each attribute, and every change under its day with reads folded away', async () => {
    await open('/entities/User/u-9')
    await heading('Viktor Orlov')
    await expect.poll(() => attribute('profile.team')).toMatch(/Tier 1 EMEA[^]*Mina Park/)
    await expect.poll(() => attribute('role')).toMatch(/Agent[^]*Leo Marek/)
    await expect.poll(() => timeline().getByRole('article').count()).toBe(4)

    await page.getByRole('button', { name: `${READS} reads and sign-ins` }).click()
    await timeline()
      .getByText(`${READS - 2} more`)
      .waitFor()
    await expect.poll(() => new URL(page.url()).searchParams.get('quiet')).toBe('shown')
  })

  it('travels in time by keys, says what was then, and comes back to now', async () => {
    await open('/entities/User/u-9')
    await page.getByText('State now').waitFor()
    await timeline().getByRole('article').first().waitFor()
    await page.keyboard.press('[')
    await page.getByText('State after 2026-05-04 07:03:00 UTC').waitFor()
    await page.getByRole('slider', { name: 'Travel through history' }).press('ArrowLeft')
    await page.getByText('State after 2026-05-04 07:02:00 UTC').waitFor()
    await expect.poll(() => attribute('profile.team')).toMatch(/Retention North/)

    await page.reload()
    await page.getByText('State after 2026-05-04 07:02:00 UTC').waitFor()
    await page.getByRole('button', { name: 'Back to now' }).click()
    await page.getByText('State now').waitFor()
    await expect.poll(() => new URL(page.url()).search).toBe('')
  })

  it('says how far it can be trusted, and marks what was worked out from states', async () => {
    await open('/entities/User/u-9')
    await page.getByRole('button', { name: 'Exact' }).waitFor()

    await open('/entities/Queue/q-1')
    await page.getByText('Changes derived from states').waitFor()
    await open('/entities/Queue/q-2')
    await page.getByRole('button', { name: 'Approximate' }).click()
    await page.getByText('The history begins without a creation or a full state.').waitFor()
    await open('/entities/Session/s-1')
    await page.getByRole('button', { name: 'Not available' }).waitFor()
  })

  it('leads to the event, to who did it, to other entities, to the edit page and to an export', async () => {
    await open('/entities/User/u-9')
    const edit = page.getByRole('link', { name: 'Edit in User Management' })
    await expect.poll(() => edit.getAttribute('href')).toBe('https://admin.example/users/u-9')
    const toExport = page.getByRole('link', { name: 'Export history' })
    await expect.poll(() => toExport.getAttribute('href')).toContain('/exports?new=changes&q=')

    await timeline()
      .getByRole('button', { name: /^Open the event of/ })
      .first()
      .click()
    await panel().getByText('Mina Park').first().waitFor()
    await page.keyboard.press('Escape')
    await panel().waitFor({ state: 'detached' })

    await timeline().getByRole('link', { name: 'Team Tier 1' }).click()
    await heading('Tier 1')
  })

  it('of something unknown says so, and searches for its id', async () => {
    await open('/entities/User/nobody')
    await page.getByText('Nothing is known of this entity').waitFor()
    await page.getByRole('link', { name: 'Search all activity for nobody' }).click()
    await page.waitForURL('**/activity?*')
  })

  it('is found by the beginning of a name', async () => {
    await open('/entities')
    await page.getByRole('searchbox').fill('vik')
    await page.getByRole('link', { name: /Viktor Orlov/ }).click()
    await heading('Viktor Orlov')
  })
})

describe('an event', () => {
  it('tells what happened in a sentence and on the clocks, with a way to edit and to the history', async () => {
    await openEvent('/changes?r=all&q=attr:profile.team')
    await expect
      .poll(() => panel().getByRole('heading', { level: 2 }).innerText())
      .toBe('Mina Park updated User Viktor Orlov')
    await panel().getByText('2026-05-04 07:03:00.000 UTC').waitFor()
    await panel().getByRole('link', { name: 'Open User in User Management' }).waitFor()
    await expect.poll(() => panel().locator('mark').allInnerTexts()).toEqual([])
    await panel().getByRole('link', { name: 'History' }).click()
    await heading('Viktor Orlov')
  })

  it('has what belongs to it, and one of those opens in its place', async () => {
    await openEvent('/activity?r=all&q=attr:profile.team')
    await panel()
      .getByRole('tab', { name: /^Related/ })
      .click()
    await panel()
      .getByRole('heading', { name: /^Same request/ })
      .waitFor()
    await panel()
      .getByRole('button', { name: /Update team/ })
      .first()
      .click()
    await panel().getByText('Mina Park updated Team Tier 1').waitFor()
  })

  it('that brings only a state shows what changed since the state before', async () => {
    await openEvent('/activity?r=all&q=entity:Queue instance:q-1')
    await panel().getByText('Changes derived from states').waitFor()
    await panel().getByRole('tab', { name: 'Changes 1' }).click()
    await expect.poll(() => panel().getByRole('tabpanel').innerText()).toMatch(/size[^]*5[^]*7/)
  })

  it('is narrowed to and left out from any of its details', async () => {
    await openEvent('/activity?r=all&q=attr:profile.team')
    await panel().getByRole('tab', { name: 'Details' }).click()
    await panel().getByRole('button', { name: 'Only 198.51.100.7' }).click()
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toContain('ip:198.51.100.7')
  })

  it('keeps sensitive values hidden until someone gives a reason, and that is an event itself', async () => {
    await openEvent('/activity?r=all&q=activity:"Create user"')
    await panel().getByText('••••••••').waitFor()
    await expect.poll(() => panel().innerText()).not.toContain('+44 20 7946 0018')
    await panel()
      .getByRole('button', { name: /^Reveal/ })
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Ticket 4711')
    await dialog.getByRole('button', { name: 'Reveal' }).click()
    await panel().getByText('+44 20 7946 0018').waitFor()
    await panel().getByRole('button', { name: 'Hide' }).click()
    await panel().getByText('••••••••').waitFor()

    await open('/activity?r=30d&q=activity:"Values revealed"')
    await page.getByText('Values revealed').first().waitFor()
  })
})

describe('the catalog', () => {
  it('is walked by keys from application to activity, and leads to the events', async () => {
    await open('/catalog')
    const line = (name: string) => page.getByRole('row', { name: new RegExp(`^(Open |Close )?${name}`) })
    await line('User Management').first().focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.getByRole('row', { name: /Create user/ }).waitFor()
    const details = page.getByRole('complementary', { name: 'Details' })
    await details.getByText('https://admin.example/users/{entity.id}').waitFor()
    await details.getByText('phone').waitFor()
    await details.getByRole('link', { name: /^Show its/ }).click()
    await page.waitForURL('**/activity?*')
    await expect
      .poll(() => new URL(page.url()).searchParams.get('q'))
      .toBe('application:"User Management" entity:"User"')
  })

  it('lists what occurs without being described, and takes in a file that describes it', async () => {
    await open('/catalog?show=undescribed')
    await page.getByRole('row', { name: /Queue/ }).first().waitFor()
    await page.getByRole('button', { name: 'Import a catalog' }).click()
    const dialog = page.getByRole('dialog')
    const file = { applications: [{ application: 'Routing', entities: [] }] }
    await choose('broken.json', '{')
    await dialog.getByText('It is no JSON.').waitFor()
    await choose('twice.json', JSON.stringify([...file.applications, ...file.applications]))
    await dialog.getByRole('button', { name: 'Import' }).click()
    await dialog.getByText('"Routing" is there twice').first().waitFor()
    await choose('routing.json', JSON.stringify(file))
    await dialog.getByRole('button', { name: 'Import' }).click()
    await dialog.getByText(/^The catalog describes 2 applications/).waitFor()
  })

  it('is searched, and says so when nothing fits', async () => {
    await open('/catalog')
    await page.getByRole('searchbox', { name: 'Find in the catalog' }).fill('user create')
    await page.getByRole('row', { name: /Create user/ }).waitFor()
    await page.getByRole('searchbox', { name: 'Find in the catalog' }).fill('unheard of')
    await page.getByText('Nothing fits', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Show everything' }).click()
    await page
      .getByRole('row', { name: /User Management/ })
      .first()
      .waitFor()
  })
})

describe('views', () => {
  it('are saved from a report, changed, shared, found again and removed', async () => {
    await open('/activity?r=all&q=category:update')
    await page.getByRole('button', { name: 'Save view' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('All updates')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: /^All updates/ }).waitFor()

    await page.getByRole('link', { name: 'Saved views' }).click()
    await page.getByRole('link', { name: 'All updates' }).click()
    await page.waitForURL('**/activity?*category:update*')
    await page.getByRole('button', { name: /^All updates/ }).click()
    await page.getByRole('menuitem', { name: 'Share with everybody' }).click()
    await page.getByRole('button', { name: /^All updates/ }).click()
    await page.getByRole('menuitem', { name: 'Make private' }).waitFor()
    await page.getByRole('menuitem', { name: 'Remove' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('button', { name: 'All activity' }).waitFor()
  })

  it('have every vendor layout built in, with exactly its columns', async () => {
    await open('/views')
    await page.getByRole('searchbox', { name: 'Find a view' }).fill('8x8')
    await page.getByRole('link', { name: 'Audit events' }).click()
    await page.waitForURL('**/activity?*layout=8x8-audit-events*')
    await page.getByRole('button', { name: /^Audit events/ }).waitFor()
  })
})

it('the command menu leads everywhere by keys alone', async () => {
  await open('/activity?r=all')
  await page.getByRole('button', { name: 'Command menu' }).waitFor()
  const ready = page.getByRole('combobox', { name: /^Go to a page/ }).and(page.locator(':focus'))
  await page.keyboard.press('Control+k')
  await ready.waitFor()
  await page.keyboard.type('catalog')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/catalog')

  await page.keyboard.press('Control+k')
  await ready.waitFor()
  await page.keyboard.type('orlov')
  await page.getByRole('option', { name: /Viktor Orlov/ }).waitFor()
  await page.keyboard.press('Enter')
  await heading('Viktor Orlov')
})

const open = (path: string) => page.goto(world.daybook.url + path)
const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
const timeline = () => page.getByRole('region', { name: 'Timeline' })
const panel = () => page.getByRole('complementary', { name: 'Event' })
const attribute = async (name: string): Promise<string> => {
  const row = page.getByRole('region', { name: 'Attributes and who set them' }).getByRole('row')
  return row.filter({ has: page.getByRole('rowheader', { name, exact: true }) }).innerText()
}

/** Opens the newest row of a report. */
async function openEvent(path: string): Promise<void> {
  await open(path)
  await page
    .getByRole('row')
    .filter({ has: page.locator('time') })
    .first()
    .click()
  await panel().getByRole('heading', { level: 2 }).waitFor()
}

const choose = (name: string, text: string) =>
  page
    .getByRole('dialog')
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) })

async function describeCatalog(): Promise<void> {
  const activities = ['Create user', 'Update user', 'Login'].map((activity, at) => ({
    activity,
    category: ['create', 'update', 'login'][at],
  }))
  const user = {
    entity: 'User',
    editLink: 'https://admin.example/users/{entity.id}',
    sensitive: ['phone'],
    activities,
  }
  const answer = await fetch(`${world.daybook.url}/v1/catalog`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${world.daybook.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ applications: [{ application: 'User Management', entities: [user] }] }),
  })
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
}

function events(): object[] {
  const at = (minute: number, second = 0) => new Date(START + minute * 60_000 + second * 1000).toISOString()
  const leo = { type: 'user', id: 'u-1', name: 'Leo Marek' }
  const mina = { type: 'user', id: 'u-7', name: 'Mina Park' }
  const viktor = { type: 'User', id: 'u-9', name: 'Viktor Orlov' }
  const users = { application: 'User Management', entity: viktor }
  const origin = { accessMethod: 'UI', ip: '198.51.100.7', requestId: 'r-77' }
  const queue = (id: string) => ({ application: 'Routing', actor: leo, entity: { type: 'Queue', id } })
  return [
    {
      ...users,
      occurredAt: at(0),
      activity: 'Create user',
      actor: leo,
      changes: [
        { attribute: 'role', new: 'Agent' },
        { attribute: 'profile.team', new: 'Retention North' },
        { attribute: 'phone', new: '+44 20 7946 0018' },
      ],
    },
    {
      ...users,
      occurredAt: at(2),
      activity: 'Update user',
      actor: leo,
      changes: [{ attribute: 'status', new: 'Active' }],
    },
    {
      ...users,
      occurredAt: at(3),
      activity: 'Update user',
      actor: mina,
      origin,
      changes: [{ attribute: 'profile.team', old: 'Retention North', new: 'Tier 1 EMEA' }],
    },
    {
      application: 'User Management',
      occurredAt: at(3, 1),
      activity: 'Update team',
      category: 'update',
      actor: mina,
      origin,
      entity: { type: 'Team', id: 't-1', name: 'Tier 1' },
      related: [{ ...viktor, role: 'member' }],
    },
    ...Array.from({ length: READS }, (_, n) => ({
      ...users,
      occurredAt: at(10, n),
      activity: 'Login',
      actor: { type: 'user', id: 'u-9', name: 'Viktor Orlov' },
    })),
    { ...queue('q-1'), occurredAt: at(40), activity: 'Save', category: 'update', state: { size: 5 } },
    { ...queue('q-1'), occurredAt: at(41), activity: 'Save', category: 'update', state: { size: 7 } },
    {
      ...queue('q-2'),
      occurredAt: at(42),
      activity: 'Save',
      category: 'update',
      changes: [{ attribute: 'size', old: 1, new: 2 }],
    },
    {
      application: 'Player',
      occurredAt: at(50),
      activity: 'Play',
      category: 'read',
      actor: mina,
      entity: { type: 'Session', id: 's-1' },
    },
  ]
}
