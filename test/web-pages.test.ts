/**
 * What holds for every page of the web app: no barrier that axe knows, in any theme, and nothing that the policy refuses.
 * One Daybook with sample data serves all of it.
 */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { violationsOf } from './browser/axe.ts'
import { openWorld, type World } from './browser/world.ts'

let world: World
let page: Page
let complaints: string[]

beforeAll(async () => {
  world = await openWorld({ sample: 6000 })
}, 120_000)
afterAll(async () => {
  await world?.end()
})
beforeEach(async () => {
  ;({ page, complaints } = await world.newPage())
})
afterEach(async () => {
  await page.close()
  expect(complaints).toEqual([])
})

const rows = () => page.locator('[aria-rowindex="2"] time').first().waitFor()
const key = (name: string) => page.keyboard.press(name)

/** A page, and what makes it ready to be looked at. */
const PAGES: Record<string, { path: string; ready: () => Promise<unknown> }> = {
  activity: { path: '/activity', ready: rows },
  changes: { path: '/changes?q=entity:User', ready: rows },
  'an open event': {
    path: '/changes',
    ready: async () => {
      await rows()
      await key('Tab')
      await page.locator('[aria-rowindex="2"]').first().click()
      await page.getByRole('complementary', { name: 'Event' }).getByRole('tab').first().waitFor()
    },
  },
  'an empty report': {
    path: '/activity?q=application:Nowhere',
    ready: () => page.getByText('Nothing matches these filters').waitFor(),
  },
  'the time range': {
    path: '/activity',
    ready: async () => {
      await rows()
      await key('t')
      await page.getByRole('grid').getByRole('gridcell').first().waitFor()
    },
  },
  'the list of keys': {
    path: '/activity',
    ready: async () => {
      await rows()
      await key('?')
      await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    },
  },
  'the export dialog': {
    path: '/activity',
    ready: async () => {
      await rows()
      await key('e')
      await page.getByRole('radio', { name: /^CSV/ }).check()
    },
  },
  'the history of an entity': {
    path: '/entities',
    ready: async () => {
      await page.getByRole('searchbox').fill('user')
      await page
        .getByRole('list')
        .getByRole('link', { name: /^User / })
        .first()
        .click()
      await page.getByRole('region', { name: 'Timeline' }).getByRole('article').first().waitFor()
    },
  },
  'finding an entity': {
    path: '/entities?find=user',
    ready: () =>
      page
        .getByRole('list')
        .getByRole('link', { name: /^User / })
        .first()
        .waitFor(),
  },
  'the catalog and one thing of it': {
    path: '/catalog',
    ready: async () => {
      await page
        .getByRole('row', { name: /User Management/ })
        .first()
        .click()
      await page.getByRole('complementary', { name: 'Details' }).waitFor()
    },
  },
  'what is not described': {
    path: '/catalog?show=undescribed',
    ready: () =>
      page
        .getByRole('row', { name: /Journey/ })
        .first()
        .waitFor(),
  },
  'saved views': {
    path: '/views',
    ready: async () => {
      await page.getByText('in 30 days').nth(12).waitFor()
    },
  },
  'the menu of views': {
    path: '/activity?q=entity:User',
    ready: async () => {
      await rows()
      await page.getByRole('button', { name: 'Unsaved view' }).click()
      await page.getByRole('menuitem', { name: /^Save as/ }).waitFor()
    },
  },
  'the command menu': {
    path: '/activity',
    ready: async () => {
      await rows()
      await key('Control+k')
      await page.getByRole('option').nth(5).waitFor()
    },
  },
  schedules: {
    path: '/schedules',
    ready: () => page.getByRole('button', { name: 'New schedule' }).waitFor(),
  },
  'the schedule dialog': {
    path: '/schedules?new=changes&q=entity:User',
    ready: () => page.getByRole('dialog', { name: 'New schedule' }).waitFor(),
  },
  exports: {
    path: '/exports',
    ready: () => page.getByRole('heading', { name: 'Exports', exact: true }).waitFor(),
  },
}

const LOOKS = [
  ['light', 'safe'],
  ['dark', 'usual'],
  ['dark', 'safe'],
] as const

/** As the buttons do it, and until it is painted. */
async function look(theme: string, colours: string): Promise<void> {
  await page.evaluate(
    `new Promise(done => {
      const transitions = () => document.getAnimations().filter(one => one instanceof CSSTransition)
      Object.assign(document.documentElement.dataset, { theme: '${theme}', colours: '${colours}' })
      requestAnimationFrame(() => Promise.allSettled(transitions().map(one => one.finished)).then(done))
    })`,
  )
}

describe('a page has no barrier that axe knows, light, dark or in colours for colour-blind eyes:', () => {
  it.each(Object.entries(PAGES))('%s', async (_name, { path, ready }) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await page.goto(world.daybook.url + path)
    await ready()

    await expect.poll(() => violationsOf(page)).toEqual([])
    for (const [theme, colours] of LOOKS) {
      await look(theme, colours)
      await expect
        .poll(() => violationsOf(page, ['color-contrast']), { message: `${theme}, ${colours}` })
        .toEqual([])
    }
  })
})
