/**
 * The web app for everybody: by keyboard alone, at 200 % zoom, on 320 pixels, in another language, written from right to left.
 * One Daybook with the events of the vendors' flows serves all of it.
 */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { Report } from './browser/report.ts'
import { openWorld, type WatchedPage, type World } from './browser/world.ts'
import { flowEvents } from './flows/events.ts'

let world: World
let opened: WatchedPage[] = []

beforeAll(async () => {
  world = await openWorld()
  await world.record(flowEvents)
}, 120_000)
afterAll(async () => {
  await world?.end()
})
afterEach(async () => {
  const complaints = opened.flatMap(one => one.complaints)
  for (const { page } of opened) await page.close()
  opened = []
  expect(complaints).toEqual([])
})

const ROOT = 'document.documentElement'

type How = Parameters<World['newPage']>[0]

async function newReport(how?: How): Promise<Report> {
  const watched = await world.newPage({ reducedMotion: 'reduce', ...how })
  opened.push(watched)
  return new Report(watched.page, world.daybook.url)
}

const focused = (page: Page) =>
  page.evaluate<string>(
    'document.activeElement?.getAttribute("aria-label") ?? (document.activeElement?.placeholder || document.activeElement?.textContent) ?? ""',
  )

/** Presses Tab until what has the focus is called so. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const TABS_MAX = 120
  for (let n = 0; n < TABS_MAX; n++) {
    await page.keyboard.press('Tab')
    if (name.test(await focused(page))) return
  }
  throw new Error(`Tab does not reach ${String(name)}`)
}

describe('by keyboard alone', () => {
  it('filter, group, drill down, open, compare, and come back', async () => {
    const report = await newReport()
    const { page } = report
    const press = (...keys: string[]) =>
      keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve())
    await report.open('/activity?r=all')

    await page.keyboard.press('Tab')
    await expect.poll(() => focused(page)).toBe('Skip to results')
    await press('/')
    await page.keyboard.type('application:UserHub')
    await press('Enter')
    await report.counts(11)

    await press('Escape')
    await page.evaluate('document.activeElement.blur()')
    await press('g')
    // Keys go to what has the focus: the menu has it a moment after it is seen.
    await page.locator('[role=menu]:focus-within').waitFor()
    await page.keyboard.type('Act')
    await page.locator('[role=menuitem]:focus', { hasText: 'Activity' }).waitFor()
    await press('Enter')
    await page.getByRole('row', { expanded: false }).first().waitFor()

    await tabTo(page, /, rows$/)
    await press('ArrowDown', 'ArrowRight')
    await report.row(1)
    await press('ArrowDown', 'Enter')
    const panel = page.getByRole('complementary', { name: 'Event' })
    await panel.getByRole('heading').first().waitFor()
    const first = report.query.get('ev')
    await press('j')
    await expect.poll(() => report.query.get('ev')).not.toBe(first)

    await press('Escape')
    await panel.waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate('document.activeElement.getAttribute("role")')).toBe('treegrid')
  })

  it('every control is reached by Tab, and the focus is seen', async () => {
    const report = await newReport()
    await report.open('/activity?r=all')
    await report.row(0)
    for (const name of [
      /Dark theme/,
      /Refresh|Live/,
      /Export/,
      /Time range/,
      /Find a value/,
      /Only UserHub/,
      /Columns/,
      /rows$/,
    ]) {
      await tabTo(report.page, name)
      const outline = await report.page.evaluate<string>(
        `(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.boxShadow })()`,
      )
      expect([name, outline === 'nonenone']).toEqual([name, false])
    }
  })

  it('keys of one character can be switched off, and nothing else goes with them', async () => {
    const report = await newReport()
    const { page } = report
    await report.open('/activity?r=all')
    await page.keyboard.press('?')
    const dialog = page.getByRole('dialog', { name: 'Keyboard' })
    await dialog.getByRole('checkbox').uncheck()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })

    await page.keyboard.press('t')
    await page.keyboard.press('u')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await expect.poll(() => report.query.get('tz')).toBeNull()
    await page.evaluate('localStorage.clear()')
  })
})

describe('on a small page', () => {
  it.each([
    ['200 % zoom of 1440 × 900', { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 }],
    ['320 pixels', { viewport: { width: 320, height: 640 } }],
  ] as const)('%s: nothing is scrolled sideways, and everything can be done', async (_name, how) => {
    const report = await newReport(how)
    const { page } = report
    for (const path of ['/activity?r=all', '/changes?r=all', '/exports']) {
      await page.goto(world.daybook.url + path)
      await page.getByRole('heading').first().waitFor()
      await expect
        .poll(() => page.evaluate(`${ROOT}.scrollWidth - ${ROOT}.clientWidth`), { message: path })
        .toBe(0)
    }

    await report.open('/activity?r=all')
    await page.getByRole('button', { name: 'Filters' }).click()
    await report.only('Application', 'UserHub')
    await report.counts(11)
    await page.keyboard.press('Escape')
    const close = page.getByRole('button', { name: 'Close filters' })
    if (await close.isVisible()) await close.click()
    const panel = await report.openRow(0)
    await panel.getByRole('button', { name: /^Close/ }).click()
    await panel.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await page
      .getByRole('dialog', { name: /^Export/ })
      .getByRole('radio', { name: /^CSV/ })
      .check()
  })
})

describe('written from right to left', () => {
  it('the page is its own mirror: rail, filters, panel and names change sides, and no word is cut', async () => {
    const report = await newReport()
    const { page } = report
    await report.open('/activity?r=all&q=application:UserHub')
    const fromLeft = async () => {
      const names = ['rail', 'facets', 'results']
      const left = await Promise.all(
        names.map(async name => (await page.locator(`.${name}`).first().boundingBox())?.x ?? -1),
      )
      return names.toSorted((a, b) => (left[names.indexOf(a)] ?? 0) - (left[names.indexOf(b)] ?? 0))
    }
    await expect.poll(fromLeft).toEqual(['rail', 'facets', 'results'])
    await page.evaluate('document.documentElement.dir = "rtl"')
    await expect.poll(fromLeft).toEqual(['results', 'facets', 'rail'])
    await report.openRow(0)
    await expect.poll(async () => (await page.locator('.panel').boundingBox())?.x).toBe(0)
    // Times and hashes stay as they are written everywhere.
    await expect.poll(() => page.locator('.grid time').first().getAttribute('dir')).toBe('ltr')
    const cut = () =>
      page.evaluate<string[]>(
        `[...document.querySelectorAll('button, h1, h2, label, .rail-link span')]
        .filter(e => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflow === 'visible')
        .filter(e => !e.closest('.hidden'))
        .map(e => e.className + ': ' + e.textContent)`,
      )
    await expect.poll(cut).toEqual([])
  })
})

describe('in German', () => {
  it('sentences, numbers and dates are German, and the address is the same', async () => {
    const report = await newReport({ locale: 'de-DE' })
    await report.open('/activity?r=all')
    await report.page.getByRole('heading', { name: 'Aktivität', level: 1 }).waitFor()
    await expect.poll(() => report.page.evaluate('document.documentElement.lang')).toBe('de')
    await expect.poll(() => report.columns()).toContain('Ausgelöst von')
    await report.page.keyboard.press('t')
    await report.page
      .getByRole('dialog', { name: 'Zeitraum' })
      .getByText(
        /^(Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember) \d{4}$/,
      )
      .waitFor()
    await report.page.keyboard.press('Escape')
    await expect.poll(() => report.page.url()).toBe(`${world.daybook.url}/activity?r=all`)
  })
})
