/**
 * What a browser test stands on: a real Daybook, Debian's Chromium, and a reader who is signed in.
 * One of each serves a whole test file; every page says what it complained about, and a test is red while it does.
 */
import { join } from 'node:path'

import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'

import { buildWeb } from '../../tools/build-web.ts'
import { ensureDebianPackage } from '../../tools/debian-package.ts'
import { type DaybookOptions, type DaybookProcess, startDaybook } from '../daybook.ts'

export const CHROMIUM = '/usr/bin/chromium'
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface World {
  daybook: DaybookProcess
  browser: Browser
  /** A new tab of a signed-in reader; `options` make a reader of another size, zone or taste, who signs in for it. */
  newPage(options?: BrowserContextOptions): Promise<WatchedPage>
  /** Enters events and returns when reports show them. */
  record(events: readonly object[]): Promise<void>
  end(): Promise<void>
}

export interface WatchedPage {
  page: Page
  /** Errors of scripts, dialogs, refusals of the content security policy, so far. */
  complaints: string[]
}

export async function openWorld(options: DaybookOptions = {}): Promise<World> {
  ensureDebianPackage('chromium', [CHROMIUM])
  buildWeb(join(import.meta.dirname, '../..'))
  const daybook = await startDaybook(options)
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS })
  const cookies = await signIn(browser, daybook)
  const contexts = new Map<string, BrowserContext>()
  return {
    daybook,
    browser,
    newPage: async (how = {}) => {
      const key = JSON.stringify(how)
      const context =
        contexts.get(key) ?? (await browser.newContext({ viewport: { width: 1600, height: 1000 }, ...how }))
      contexts.set(key, context)
      await context.addCookies(cookies)
      return watched(await context.newPage())
    },
    record: events => record(daybook, events),
    end: async () => {
      await browser.close()
      await daybook.stop()
    },
  }
}

/** The link that the first start prints. */
export function signInLink(daybook: DaybookProcess): string {
  const link = /http\S+\/sign-in#\S+/.exec(daybook.output())?.[0]
  if (link === undefined) throw new Error(`No sign-in link was printed:\n${daybook.output()}`)
  return link
}

/** The printed link works once: its session's cookie is what the readers share. */
async function signIn(browser: Browser, daybook: DaybookProcess) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(signInLink(daybook))
  await page.waitForURL('**/activity')
  const { cookies } = await context.storageState()
  await context.close()
  return cookies
}

function watched(page: Page): WatchedPage {
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(error.message))
  page.on('dialog', dialog => {
    complaints.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('console', message => {
    if (/Content Security Policy|Refused to|ERR_BLOCKED_BY_CSP/.test(message.text()))
      complaints.push(message.text())
  })
  return { page, complaints }
}

async function record(daybook: DaybookProcess, events: readonly object[]): Promise<void> {
  const answer = await fetch(`${daybook.url}/v1/events?wait=indexed`, {
    method: 'POST',
    headers: { authorization: `Bearer ${daybook.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ events }),
  })
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`)
}
