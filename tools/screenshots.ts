/** `npm run screenshots`: pictures of every page over fresh sample data, into docs/screenshots. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
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

const daybook = await startDaybook({ sample: 50_000 })
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
const page = await context.newPage()
await page.goto(/http\S+\/sign-in#\S+/.exec(daybook.output())?.[0] ?? daybook.url)
await page.waitForURL('**/activity')

for (const theme of ['light', 'dark'] as const) {
  await page.emulateMedia({ colorScheme: theme })
  await shoot(`activity-${theme}`, '/activity?r=30d')
  await shoot(`changes-${theme}`, '/changes?r=30d&q=entity:User')
  await shoot(`failures-${theme}`, '/activity?r=90d&q=outcome:failure')
  await shoot(`entry-${theme}`, '/changes?r=30d&q=entity:User', async () => {
    await page.locator('.grid-row').nth(2).click()
    await page.getByRole('tab', { name: /Changes/ }).waitFor()
  })
  await shoot(`entity-${theme}`, '/activity?r=90d&q=activity:"Create user"', async () => {
    await page.locator('.grid-row').nth(2).click()
    await page.getByRole('link', { name: 'History' }).click()
    await page.getByRole('region', { name: 'Timeline' }).getByRole('article').first().waitFor()
  })
  await shoot(`views-${theme}`, '/activity', async () => {
    await page.getByRole('link', { name: 'Saved views' }).click()
    await page.getByText('in 30 days').nth(12).waitFor()
  })
  await shoot(`catalog-${theme}`, '/activity', async () => {
    await page.getByRole('link', { name: 'Catalog' }).click()
    await page.getByRole('button', { name: 'Open User Management' }).click()
    await page
      .getByRole('row', { name: /User A person/ })
      .first()
      .click()
  })
}

await browser.close()
await daybook.stop()

async function shoot(name: string, path: string, then?: (page: Page) => Promise<void>): Promise<void> {
  await page.goto(`${daybook.url}${path}`)
  await page.locator('.grid-row time').nth(5).waitFor()
  await then?.(page)
  await page.evaluate('document.fonts.ready')
  await page.screenshot({ path: join(target, `${name}.png`), animations: 'disabled' })
  console.log(`docs/screenshots/${name}.png`)
}
