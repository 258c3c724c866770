/** What is measured in the page: loads, clicks on filters, scrolling, the last row, and what the page holds. */
import type { Page } from 'playwright-core'

import type { World } from '../test/browser/world.ts'

const LOADS = 5
const CLICKS = 20
const PLACES = 20

export interface Spread {
  median: number
  p95: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { median: at(0.5), p95: at(0.95) }
}

/** Runs in the page: resolves in the frame after `holds` first says yes, with the milliseconds since `act`. */
const UNTIL = `(act, holds) => new Promise(done => {
  const started = performance.now()
  act()
  const look = () => {
    if (holds()) requestAnimationFrame(() => done(performance.now() - started))
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})`
/** Runs in the page: rows are in sight, and none of them is a stand-in. */
const FILLED = `(() => document.querySelector('.grid-row') !== null && document.querySelector('.grid-row .skeleton') === null
  && document.querySelector('.grid').getAttribute('aria-busy') === 'false')()`

/** Looks at every frame. Not by Playwright's own waiting, which makes code of a text inside the page: its policy forbids that. */
const holds = (page: Page, condition: string) =>
  page.evaluate(`new Promise(done => {
    const look = () => (${condition}) ? done(true) : requestAnimationFrame(look)
    look()
  })`)
const ready = (page: Page) => holds(page, FILLED)
/** Rows, counts and filters of the question are there. */
const COUNTED = `${FILLED} && document.querySelector('.facet-value') !== null && document.querySelector('[data-testid=total]') !== null`

/** First paint, and rows, filters and chart in sight, without a cache. */
export async function measureLoad(world: World, url: string): Promise<{ paint: Spread; rows: Spread }> {
  const paints: number[] = []
  const rows: number[] = []
  for (let n = 0; n < LOADS; n++) {
    const { page } = await world.newPage({ viewport: { width: 1440, height: 900 } })
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Network.setCacheDisabled', { cacheDisabled: true })
    await page.goto(`${url}/activity?r=all`)
    await holds(page, COUNTED)
    rows.push(await page.evaluate<number>('performance.now()'))
    paints.push(
      await page.evaluate<number>(`performance.getEntriesByName('first-contentful-paint')[0].startTime`),
    )
    await page.close()
  }
  return { paint: spreadOf(paints), rows: spreadOf(rows) }
}

/** From the click on a filter's value to the frame with the new count, and to the one with the new rows. */
export async function measureFilters(page: Page, url: string): Promise<{ count: Spread; rows: Spread }> {
  await page.goto(`${url}/activity?r=all`)
  await holds(page, COUNTED)
  const counts: number[] = []
  const rows: number[] = []
  const values = 'document.querySelectorAll(".facet:first-child .facet-only")'
  for (let n = 0; n < CLICKS; n++) {
    const at = n % 5
    const [count, filled] = await page.evaluate<[number, number]>(`(async () => {
      const until = ${UNTIL}
      const total = () => document.querySelector('[data-testid=total]')?.textContent
      const before = total()
      const started = performance.now()
      const count = await until(() => ${values}[${at}].click(), () => (total() ?? before) !== before)
      await until(() => undefined, () => ${FILLED})
      return [count, performance.now() - started]
    })()`)
    counts.push(count)
    rows.push(filled)
    await page.evaluate(`(async () => {
      const until = ${UNTIL}
      const total = () => document.querySelector('[data-testid=total]')?.textContent
      const before = total()
      await until(() => history.back(), () => (total() ?? before) !== before)
    })()`)
    await holds(page, COUNTED)
  }
  return { count: spreadOf(counts), rows: spreadOf(rows) }
}

/** Scrolling by 60 px a frame for some seconds: frames in a second, and in how many looks a row was a stand-in. */
export async function measureScroll(page: Page, url: string) {
  await page.goto(`${url}/activity?r=all`)
  await ready(page)
  return page.evaluate<{ perSecond: number; blank: number; looks: number }>(`new Promise(done => {
    const grid = document.querySelector('.grid')
    const started = performance.now()
    let frames = 0, looks = 0, blank = 0
    const frame = now => {
      grid.scrollTop += 60
      frames++
      if (frames % 6 === 0) { looks++; if (document.querySelector('.grid-row .skeleton')) blank++ }
      if (now - started < 5000) requestAnimationFrame(frame)
      else done({ perSecond: frames / ((now - started) / 1000), blank, looks })
    }
    requestAnimationFrame(frame)
  })`)
}

/** Jumps all over the report and to its last row: how long until every row in sight is there. */
export async function measureLast(page: Page, url: string) {
  await page.goto(`${url}/activity?r=all`)
  await ready(page)
  const jump = (share: number) =>
    page.evaluate<number>(`(${UNTIL})(
      () => { const grid = document.querySelector('.grid'); grid.scrollTop = grid.scrollHeight * ${share} },
      () => ${FILLED},
    )`)
  const places: number[] = []
  for (let n = 1; n <= PLACES; n++) places.push(await jump((n * 0.618) % 1))
  const last = await jump(1)
  const row = await page.evaluate<number>(
    `Math.max(...[...document.querySelectorAll('.grid-row')].map(row => Number(row.dataset.line) + 1))`,
  )
  const total = await page.evaluate<number>(
    `Number(document.querySelector('[data-testid=total]').textContent.replaceAll(',', ''))`,
  )
  return { places: spreadOf(places), last, row, total }
}

/** Elements and bytes that the page holds after all of it. */
export async function measurePage(page: Page): Promise<{ elements: number; heap: number }> {
  return page.evaluate(
    `({ elements: document.querySelectorAll('*').length, heap: performance.memory.usedJSHeapSize })`,
  )
}
