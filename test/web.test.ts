/**
 * The web app in a real browser over a real Daybook.
 * Every test sees the same record, made here, so counts are exact; only live mode adds to it, in an application of its own and at the end.
 */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'

import { openWorld, signInLink, type World } from './browser/world.ts'

const LOGINS = 450
const TOTAL = LOGINS + 3

let world: World
let page: Page
let complaints: string[]

beforeAll(async () => {
  world = await openWorld()
  await world.record(events())
}, 120_000)

afterAll(() => world?.end())

beforeEach(async () => {
  ;({ page, complaints } = await world.newPage())
})

afterEach(async () => {
  await page.close()
  expect(complaints).toEqual([])
})

it('a sign-in link is spent by its first use and leaves no token in the address', async () => {
  const stranger = await world.browser.newContext()
  const other = await stranger.newPage()
  await other.goto(signInLink(world.daybook))

  await other.getByText('This link does not work (any more)').waitFor()

  await expect.poll(() => other.url()).toBe(`${world.daybook.url}/sign-in`)
  await other.goto(`${world.daybook.url}/changes?r=all`)
  await other.getByRole('heading', { name: 'Sign in' }).waitFor()
  await expect.poll(() => other.url()).toBe(`${world.daybook.url}/changes?r=all`)
  await stranger.close()
})

it('the counts are those of the record, and the newest event stands on top', async () => {
  await open('/activity?r=all')

  await shows(TOTAL)
  await page.getByRole('button', { name: '1 failed' }).waitFor()
  await expect.poll(() => row(0)).toContain('Change password')
})

it('a click on a value narrows the report, is in the address, survives a reload, and Back undoes it', async () => {
  await open('/activity?r=all')
  await page.getByRole('button', { name: /^Only Player, / }).click()
  await shows(LOGINS)
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('application:"Player"')

  await page.reload()
  await shows(LOGINS)

  await page.goBack()
  await shows(TOTAL)
})

it('a value can be left out, and words are searched for', async () => {
  await open('/activity?r=all&q=-app:Player')
  await shows(TOTAL - LOGINS)

  const search = page.getByRole('combobox', { name: 'Search and filter' })
  await search.fill('orlov')
  await search.press('Enter')
  await shows(1)
  await expect.poll(() => new URL(page.url()).search).toBe('?r=all&q=-application:Player+orlov')
})

it('the search bar offers values with counts, and a chip goes back into the line to be changed', async () => {
  await open('/activity?r=all')
  const search = page.getByRole('combobox', { name: 'Search and filter' })
  await search.fill('actor:mina')
  const offer = page.getByRole('option', { name: /Mina Park/ })
  await offer.waitFor()
  await expect.poll(() => offer.innerText()).toContain('2')
  await search.press('ArrowDown')
  await search.press('Enter')
  // An actor is an id: someone else had it, too.
  await shows(LOGINS / 9 + 2)
  await page.getByText('Triggered by:').waitFor()

  await search.press('Backspace')
  await expect.poll(() => search.inputValue()).toBe('actor:"u-7"')
  await shows(TOTAL)
})

it('a field that does not exist is named with its place and mended, never answered with nothing', async () => {
  await page.goto(`${world.daybook.url}/activity?r=all&q=aplication:Player`)
  const problem = page.getByRole('alert')
  await problem.getByText(/There is no field "aplication"/).waitFor()
  await expect.poll(() => problem.locator('mark').innerText()).toBe('aplication')
  await page.getByText('The filter cannot be read').waitFor()

  await problem.getByRole('button', { name: 'Write application' }).click()
  await page.getByRole('combobox', { name: 'Search and filter' }).press('Enter')
  await shows(LOGINS)
})

it('a failure for want of permission is denied: in its row, among the filters, in the chart and its table', async () => {
  await open('/activity?r=all')
  await expect.poll(() => row(0)).toContain('Denied')
  await page.getByRole('checkbox', { name: 'Include Denied' }).click()
  await shows(1)
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('outcome:failure reason:*denied*')

  await page.locator('.histogram').hover()
  await page.getByRole('button', { name: 'The chart as a table' }).click()
  const sums = async () => {
    const cells = await page.getByRole('dialog').getByRole('cell').allInnerTexts()
    return [0, 1, 2, 3].map(at =>
      cells.filter((_, cell) => cell % 4 === at).reduce((sum, n) => sum + Number(n), 0),
    )
  }
  await expect.poll(sums).toEqual([1, 0, 0, 1])
})

it('a stretch of the chart is zoomed into, and what sets it apart is told', async () => {
  await open('/activity?from=2026-05-04&to=2026-05-05')
  const plot = page.locator('.histogram-plot')
  await plot.focus()
  await page.keyboard.press('ArrowRight')
  const label = async () => Number((await plot.getAttribute('aria-label'))?.match(/\d+/)?.[0])
  await expect.poll(label).toBeGreaterThan(24)
  const bars = await label()
  for (let bar = 0; bar < bars - 24; bar++) await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await page.waitForURL(url => url.searchParams.get('from') !== '2026-05-04T00:00:00Z')
  await page.locator('.histogram').hover()
  await page.getByTestId('differences').click()
  await page.getByText(/compared with/).waitFor()
})

it('scrolling reads every row to the last, and none is blank where it rests', async () => {
  await open('/activity?r=all&s=occurredAt')
  const seen = new Set<string>()
  const grid = page.getByRole('grid')
  await grid.hover()
  // Row 1 is the head. Each turn moves on by what is drawn and waits for the row after it.
  for (let last = 1; last < TOTAL + 1;) {
    await page.locator(`.grid-row[aria-rowindex="${last + 1}"] time`).waitFor()
    await page.locator('.grid-row .skeleton').first().waitFor({ state: 'detached' })
    for (const text of await rows().locator('time').allInnerTexts()) seen.add(text)
    last = Number(await rows().last().getAttribute('aria-rowindex'))
    await page.mouse.wheel(0, 600)
  }
  expect(seen.size).toBe(TOTAL)
})

it('the keyboard walks rows and cells, jumps to the last row, and opens what it stands on', async () => {
  await open('/activity?r=all')
  const grid = page.getByRole('grid')
  await rows().first().locator('time').waitFor()
  await grid.focus()
  await page.keyboard.press('Control+End')
  await page.locator(`.grid-row[aria-rowindex="${TOTAL + 1}"] time`).waitFor()
  await expect.poll(active).toBe(`line-${TOTAL - 1}`)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect.poll(active).toBe(`line-${TOTAL - 1}-1`)
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('Enter')
  await page.getByRole('complementary', { name: 'Event' }).waitFor()
  const first = new URL(page.url()).searchParams.get('ev')
  await grid.focus()
  await page.keyboard.press('j')
  await page.waitForURL(url => url.searchParams.get('ev') !== first)
})

it('a column pressed before the code of its menu is there opens it then, and the view beside it, too', async () => {
  for (const [chunk, press, offers] of [
    ['column-menu', head('Triggered by'), 'Sort A to Z'],
    ['view-control', page.getByRole('button', { name: 'Unsaved view' }), 'Save as a new view…'],
  ] as const) {
    const code = `**/assets/${chunk}-*.js`
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
    await page.route(code, async route => {
      await arrived
      await route.continue()
    })
    await open('/activity?r=all')
    await press.click()
    arrive()
    await page.getByRole('menuitem', { name: offers }).waitFor()
    await page.unroute(code)
  }
})

it('a column is sorted by, moved, hidden and brought back, and the address has it', async () => {
  await open('/activity?r=all')
  await head('Triggered by').click()
  await page.getByRole('menuitem', { name: 'Sort A to Z' }).click()
  await page.locator('[role=columnheader][aria-sort=ascending]', { hasText: 'Triggered by' }).waitFor()
  await page.waitForURL(url => url.searchParams.get('s') === 'actor')
  await rows().first().getByText('<img src=x').waitFor()

  // The end of an order is read from there: its last rows stand as they would if all before them had been read.
  await page.getByTestId('grid').focus()
  await page.keyboard.press('End')
  await page
    .locator(`[data-line="${TOTAL - 1}"]`)
    .getByText('Update user')
    .waitFor()
  await page
    .locator(`[data-line="${TOTAL - 2}"]`)
    .getByText('Change password')
    .waitFor()
  await page
    .locator(`[data-line="${TOTAL - 3}"]`)
    .getByText('Agent 8')
    .waitFor()
  await page.keyboard.press('Home')

  await head('Entity').click()
  await page.getByRole('menuitem', { name: 'Hide the column' }).click()
  await head('Entity').waitFor({ state: 'detached' })
  await page.getByTestId('columns').click()
  await page.getByRole('checkbox', { name: 'Entity' }).check()
  await page.keyboard.press('Escape')
  await head('Entity').waitFor()
  await expect
    .poll(names)
    .toEqual([
      'Event time',
      'Triggered by',
      'Activity',
      'Instance',
      'Application',
      'Outcome',
      'Changes',
      'Entity',
    ])

  await page.getByRole('separator', { name: 'Width of Entity' }).focus()
  const before = await width('Entity')
  for (let press = 0; press < 3; press++) await page.keyboard.press('ArrowLeft')
  await page.getByRole('separator', { name: 'Width of Entity' }).press('ArrowRight')
  await expect.poll(() => width('Entity')).toBeLessThan(before)
})

it('groups open level by level down to their rows, and go to the address', async () => {
  await open('/activity?r=all')
  await page.getByTestId('group').click()
  await page.getByRole('menuitem', { name: 'Application' }).click()
  const player = page.getByRole('row', { name: /Player/, expanded: false })
  await player.waitFor()
  await expect.poll(() => player.innerText()).toContain('450')

  await page.getByTestId('group').click()
  await page.getByRole('menuitem', { name: 'Triggered by' }).click()
  await page.waitForURL(url => url.searchParams.get('g') === 'application,actor')
  await player.click()
  const agent = page.getByRole('row', { name: /Agent 3/ })
  await expect.poll(() => agent.innerText()).toContain('50')
  await agent.click()
  await rows().first().locator('time').waitFor()
  await expect
    .poll(() => page.getByRole('treegrid').getAttribute('aria-rowcount'))
    .toBe(String(3 + 9 + 50 + 1))

  await page.goBack()
  await page.goBack()
  await page.getByRole('grid').waitFor()
})

it('groups of another column are never shown for those that are asked for, and what is opened at once stays open', async () => {
  await open('/activity?r=all&g=application')
  await page.getByRole('row', { name: /Player/, expanded: false }).waitFor()
  const release = await held(/\/groups\?.*by=activity/)
  await page.getByRole('button', { name: 'Do not group by Application' }).click()
  await page.getByTestId('group').click()
  await page.getByRole('menuitem', { name: 'Activity' }).click()
  await page.getByRole('treegrid').waitFor()
  await expect.poll(() => page.getByRole('row', { expanded: false }).count()).toBe(0)
  release()
  const logins = page.getByRole('row', { name: /Login/, expanded: false })
  await logins.waitFor()

  // Opened while another question is still being answered.
  const answer = await held(/\/activity\/(?:rows|summary)\?.*q=/)
  await page.getByRole('button', { name: /^Only Player, / }).click()
  await logins.click()
  answer()
  await shows(LOGINS)
  await page.getByRole('row', { name: /Login/, expanded: true }).waitFor()
  await rows().first().locator('time').waitFor()
})

it('a cell offers its value: only that, not that, group by it, its history', async () => {
  await open('/activity?r=all&q=app:"User Management"')
  await rows().last().getByText('Mina Park').click({ button: 'right' })
  await page.getByRole('menuitem', { name: /Only/ }).waitFor()
  await page.getByRole('menuitem', { name: /Exclude/ }).click()
  await page.waitForURL(url => url.searchParams.get('q')?.includes('-actor:"u-7"') === true)
  await page.getByText('No events match').waitFor()
})

it('the change report shows what was and what is, and a row opens the whole entry', async () => {
  await open('/changes?r=all&q=entity:User')
  await expect.poll(() => row(0)).toContain('profile.team')
  await expect.poll(() => row(0)).toContain('Retention North')

  await rows().first().click()
  const panel = page.getByRole('complementary', { name: 'Event' })
  await panel.getByRole('tab', { name: 'Details' }).click()
  await panel.getByText('Viktor Orlov').first().waitFor()

  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  await expect.poll(() => new URL(page.url()).searchParams.has('ev')).toBe(false)
})

it('text of an event is only ever text, and what would hide or reorder is made visible', async () => {
  await open('/activity?r=all&q=app:Hostile')
  await expect.poll(() => row(0)).toContain('<img src=x onerror=alert(1)>')
  await expect.poll(() => row(0)).toContain('invoice⟨U+202E⟩fdp.exe')
  await expect.poll(() => page.locator('main img, main script').count()).toBe(0)
})

it('an empty answer says for which range and offers a wider one', async () => {
  await open('/activity?r=15m&q=app:Nowhere')
  await page.getByText('Nothing matches these filters in this range: Last 15 minutes.').waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect.poll(() => new URL(page.url()).search).toBe('?r=15m')
})

it('the beginning of a name that finds nothing is offered as a part of one', async () => {
  await open('/activity?r=all&q=actor:min')
  await page.getByRole('button', { name: 'Find parts of words, too' }).click()
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('actor:*min*')
  await expect.poll(() => row(0)).toContain('Mina Park')
})

it('a failing answer is shown with its code and request, and asked again on demand', async () => {
  const problem = { title: 'The index does not answer', status: 400, code: 'INDEX_AWAY', requestId: 'r-7' }
  const broken = '**/v1/reports/activity/rows?*'
  await page.route(broken, route =>
    route.fulfill({ status: 400, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
  )
  await page.goto(`${world.daybook.url}/activity?r=all`)
  const alert = page.getByRole('alert')
  await alert.getByText('The index does not answer').waitFor()
  await expect.poll(() => alert.innerText()).toContain('INDEX_AWAY · Request r-7')

  await page.unroute(broken)
  await alert.getByRole('button', { name: 'Retry' }).click()
  await rows().first().locator('time').waitFor()
})

it('reports that are behind the record say up to when they see', async () => {
  const recorded = '2026-05-04T16:38:00.000Z'
  await page.route('**/v1/reports/activity/summary?*', async route => {
    const response = await route.fetch()
    const answer = (await response.json()) as { asOf: object }
    await route.fulfill({ response, json: { ...answer, asOf: { ...answer.asOf, waitingSince: recorded } } })
  })
  await open('/activity?r=all')
  await page.getByText('Results up to 2026-05-04 16:38').waitFor()
})

it('a question that costs too much says what to narrow and offers it', async () => {
  const problem = {
    title: 'Too expensive',
    detail: 'Narrow the time',
    status: 422,
    code: 'QUERY_TOO_EXPENSIVE',
  }
  await page.route('**/v1/reports/activity/rows?*', (route, request) =>
    request.url().includes('from=')
      ? route.continue()
      : route.fulfill({
          status: 422,
          contentType: 'application/problem+json',
          body: JSON.stringify(problem),
        }),
  )
  await page.goto(`${world.daybook.url}/activity?r=all`)
  await page.getByText('Narrow the time').waitFor()
  await page.getByRole('button', { name: 'Last 7 days' }).click()
  await page.waitForURL('**/activity?r=7d')
  await page.getByText('Narrow the time').waitFor({ state: 'detached' })
})

it('a server that is away is told of, and the page goes on by itself once it is back', async () => {
  await open('/activity?r=all')
  await page.context().setOffline(true)
  await page.getByRole('button', { name: /^Only Player, / }).click()
  await page.getByText('It is asked again every few seconds').waitFor()
  // Code that was not needed before cannot be had either: it comes late, and the page stays.
  await page.keyboard.press('?')
  await page.getByRole('heading', { name: 'Activity', level: 1 }).waitFor()
  await page.context().setOffline(false)
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
  await page.keyboard.press('Escape')
  await shows(LOGINS)
  await page.getByText('It is asked again every few seconds').waitFor({ state: 'detached' })
})

it('live mode shows what is recorded, on top while nothing is read and as a number while a row is open', async () => {
  await open('/activity?q=app:Doorbell')
  await page.getByText('No events match').waitFor()
  await page.getByTestId('live').click()
  await page.locator('[data-testid=live][data-state=open]').waitFor()
  await world.record([ring(1)])
  await rows().first().getByText('Ring 1').waitFor()

  await rows().first().click()
  await page.getByRole('complementary', { name: 'Event' }).waitFor()
  await world.record([ring(2), ring(3)])
  await page.getByTestId('waiting').getByText('2 new').waitFor()
  await expect.poll(() => rows().count()).toBe(1)

  await page.keyboard.press('Escape')
  await page.getByTestId('waiting').click()
  await rows().nth(2).getByText('Ring 1').waitFor()
  await expect
    .poll(() => rows().allInnerTexts())
    .toEqual([3, 2, 1].map(n => expect.stringContaining(`Ring ${n}`)))
  await shows(3)
})

async function open(path: string): Promise<void> {
  await page.goto(world.daybook.url + path)
  await page.locator('[data-testid=total]').waitFor()
}

/** Waits until the report counts so many. */
async function shows(count: number): Promise<void> {
  const text = new Intl.NumberFormat('en').format(count)
  await page.locator('[data-testid=total]').getByText(text, { exact: true }).waitFor()
}

/** Answers to these questions wait until they are released. */
async function held(which: RegExp): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route(which, async route => {
    await promise
    await route.continue()
  })
  return resolve
}

const rows = () => page.locator('.grid-row')
const row = async (at: number): Promise<string> => {
  await rows().nth(at).locator('time').waitFor()
  return rows().nth(at).innerText()
}
const head = (name: string) => page.getByRole('columnheader', { name }).getByRole('button')
const names = () => page.getByRole('columnheader').allInnerTexts()
const width = async (name: string) =>
  (await page.getByRole('columnheader', { name }).boundingBox())?.width ?? 0
const active = () => page.locator('[data-testid=grid]').getAttribute('aria-activedescendant')

function events(): object[] {
  const start = Date.UTC(2026, 4, 4, 7)
  const at = (minute: number) => new Date(start + minute * 60_000).toISOString()
  const mina = { type: 'user', id: 'u-7', name: 'Mina Park' }
  const logins = Array.from({ length: LOGINS }, (_, n) => ({
    occurredAt: at(n),
    application: 'Player',
    activity: 'Login',
    actor: { type: 'user', id: `u-${n % 9}`, name: `Agent ${n % 9}` },
    entity: { type: 'Session', id: `s-${n}` },
  }))
  return [
    ...logins,
    {
      occurredAt: at(LOGINS),
      application: 'Hostile',
      activity: 'Upload',
      actor: { type: 'user', id: 'm', name: '<img src=x onerror=alert(1)>' },
      entity: { type: 'File', id: 'f-1', name: 'invoice\u202efdp.exe' },
    },
    {
      occurredAt: at(LOGINS + 1),
      application: 'User Management',
      activity: 'Update user',
      actor: mina,
      entity: { type: 'User', id: 'u-9', name: 'Viktor Orlov' },
      changes: [{ attribute: 'profile.team', old: 'Retention North', new: 'Tier 1 EMEA' }],
    },
    {
      occurredAt: at(LOGINS + 2),
      application: 'User Management',
      activity: 'Change password',
      outcome: 'FAILURE',
      outcomeReason: 'Permission denied',
      actor: mina,
      entity: { type: 'User', id: 'u-7' },
    },
  ]
}

/** Something that happens now, where no other test looks. */
const ring = (n: number) => ({
  occurredAt: new Date().toISOString(),
  application: 'Doorbell',
  activity: `Ring ${n}`,
  actor: { type: 'system', id: 'door' },
  entity: { type: 'Door', id: 'front' },
})
