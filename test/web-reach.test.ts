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
    expect(await focused(page)).toBe('Skip to results')
    await press('/')
    await page.keyboard.type('application:UserHub')
    await press('Enter')
    await report.counts(11)

    await press('Escape')
    await page.evaluate('document.activeElement.blur()')
    await press('g')
    await page.getByRole('menuitem', { name: 'Activity', exact: true }).waitFor()
    await page.keyboard.type('Act')
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
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('treegrid')
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
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(report.query.get('tz')).toBeNull()
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
      const [inside, width] = await page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      )
      expect([path, inside]).toEqual([path, width])
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
    const places = async () => {
      const left = async (selector: string) => (await page.locator(selector).first().boundingBox())?.x ?? -1
      return { rail: await left('.rail'), facets: await left('.facets'), grid: await left('.results') }
    }
    const ltr = await places()
    await page.evaluate('document.documentElement.dir = "rtl"')
    const rtl = await places()

    expect(ltr.rail).toBeLessThan(ltr.facets)
    expect(ltr.facets).toBeLessThan(ltr.grid)
    expect(rtl.rail).toBeGreaterThan(rtl.facets)
    expect(rtl.facets).toBeGreaterThan(rtl.grid)
    await report.openRow(0)
    const panel = await page.locator('.panel').boundingBox()
    expect(panel?.x).toBe(0)
    // Times and hashes stay as they are written everywhere.
    expect(await page.locator('.grid time').first().getAttribute('dir')).toBe('ltr')
    const cut = await page.evaluate<string[]>(
      `[...document.querySelectorAll('button, h1, h2, label, .rail-link span')]
        .filter(e => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflow === 'visible')
        .filter(e => !e.closest('.hidden'))
        .map(e => e.className + ': ' + e.textContent)`,
    )
    expect(cut).toEqual([])
  })
})

describe('in German', () => {
  it('sentences, numbers and dates are German, and the address is the same', async () => {
    const report = await newReport({ locale: 'de-DE' })
    await report.open('/activity?r=all')
    await report.page.getByRole('heading', { name: 'Aktivität', level: 1 }).waitFor()
    expect(await report.page.evaluate('document.documentElement.lang')).toBe('de')
    expect(await report.columns()).toContain('Ausgelöst von')
    await report.page.keyboard.press('t')
    await report.page
      .getByRole('dialog', { name: 'Zeitraum' })
      .getByText(
        /^(Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember) \d{4}$/,
      )
      .waitFor()
    await report.page.keyboard.press('Escape')
    expect(report.page.url()).toBe(`${world.daybook.url}/activity?r=all`)
  })
})
