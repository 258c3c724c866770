/** `npm run screenshots`: pictures of every page over fresh sample data, into docs/screenshots. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { startDaybook } from '../test/daybook.ts'
import { buildWeb } from './build-web.ts'
import { ensureDebianPackage } from './debian-package.ts'

const CHROMIUM = '/usr/bin/chromium'
const root = join(import.meta.dirname, '..')
const target = join(root, 'docs/screenshots')

ensureDebianPackage('chromium', [CHROMIUM])
// The sample's people have names in many scripts.
ensureDebianPackage('fonts-noto-cjk', ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'])
ensureDebianPackage('fonts-noto-core', ['/usr/share/fonts/truetype/noto/NotoSansTamil-Regular.ttf'])
buildWeb(root)
mkdirSync(target, { recursive: true })

const daybook = await startDaybook({ sample: 20_000 })
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
const context = await browser.newContext({ viewport: { width: 1360, height: 850 }, reducedMotion: 'reduce' })
const page = await context.newPage()
page.setDefaultTimeout(60_000)
await page.goto(/http\S+\/sign-in#\S+/.exec(daybook.output())?.[0] ?? daybook.url)
await page.waitForURL('**/activity')

const rows = () => page.locator('.grid-row time').nth(5).waitFor()
const heading = (name: string) => page.getByRole('heading', { name, exact: true }).first().waitFor()
/** Pages, and what makes them ready to be looked at. */
const PAGES: Record<string, { path: string; ready: () => Promise<unknown> }> = {
  activity: { path: '/activity?r=30d', ready: rows },
  changes: { path: '/changes?r=30d&q=entity:User', ready: rows },
  failures: { path: '/activity?r=90d&q=outcome:failure', ready: rows },
  grouped: {
    path: '/activity?r=30d&q=-outcome:success&g=application,actor',
    ready: async () => {
      const group = (line: number) => page.locator(`[data-line="${line}"][aria-expanded=false]`)
      await group(0).click()
      await group(1).click()
      await page.locator('[data-line="2"] time').waitFor()
    },
  },
  entry: {
    path: '/changes?r=30d&q=entity:User',
    ready: async () => {
      await rows()
      await page.locator('.grid-row').nth(2).click()
      await page.getByRole('tab', { name: /Changes/ }).waitFor()
    },
  },
  entity: {
    path: '/changes?r=all&q=entity:User attr:email',
    ready: async () => {
      await page.locator('.grid-row time').first().waitFor()
      await page.locator('.grid-row').first().click()
      await page.getByRole('link', { name: 'History', exact: true }).click()
      await page.getByRole('region', { name: 'Timeline' }).getByRole('article').first().waitFor()
      await page.keyboard.press('[')
      await page.getByRole('button', { name: 'Back to now' }).waitFor()
    },
  },
  range: {
    path: '/activity?r=30d',
    ready: async () => {
      await rows()
      await page.getByRole('button', { name: /^Time range/ }).click()
      await page.getByRole('gridcell').first().waitFor()
      await page.locator('.calendar').waitFor()
    },
  },
  export: {
    path: '/activity?r=30d&q=application:Player',
    ready: async () => {
      await rows()
      await page.getByRole('button', { name: 'Export', exact: true }).click()
      await page.getByRole('radio', { name: /^CSV/ }).check()
    },
  },
  exports: { path: '/exports', ready: () => heading('Exports') },
  views: { path: '/views', ready: () => page.getByText('in 30 days').nth(12).waitFor() },
  catalog: {
    path: '/catalog',
    ready: async () => {
      await page.getByRole('button', { name: 'Open User Management' }).click()
      await page.getByRole('row').filter({ hasText: 'A person who signs in' }).click()
    },
  },
  entities: { path: '/entities', ready: () => heading('Entity history') },
}

for (const format of ['csv', 'xlsx', 'pdf']) await makeExport(format)
for (const theme of ['light', 'dark'] as const) {
  await page.emulateMedia({ colorScheme: theme })
  for (const name of Object.keys(PAGES)) await shoot(name, theme)
}
await page.evaluate("localStorage.setItem('daybook.colours', 'safe')")
await shoot('entry', 'dark', 'colour-blind')

await browser.close()
await daybook.stop()

/** JPEG: a page of photographs of text, small enough to be kept with the code. */
async function shoot(name: string, theme: string, suffix = theme): Promise<void> {
  const shown = PAGES[name]
  if (shown === undefined) throw new Error(`There is no page ${name}`)
  await page.goto(`${daybook.url}${shown.path}`)
  await shown.ready()
  await page.waitForLoadState('networkidle')
  await page.evaluate('document.fonts.ready')
  const file = `${name}-${suffix}.jpg`
  await page.screenshot({ path: join(target, file), type: 'jpeg', quality: 78, animations: 'disabled' })
  console.log(`docs/screenshots/${file}`)
}

/** So that the page of exports has something to show. */
async function makeExport(format: string): Promise<void> {
  const answer = await context.request.post(`${daybook.url}/v1/exports`, {
    data: { report: 'activity', format, q: 'outcome:failure', name: `Failures, ${format.toUpperCase()}` },
    headers: { origin: daybook.url },
  })
  if (!answer.ok()) throw new Error(`${answer.status()} ${await answer.text()}`)
}
