/**
 * The flows of the five vendor documents, step by step in a real browser over a real Daybook.
 * Each document is a file of its own; all of them read the same record.
 */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'

import { Report } from '../browser/report.ts'
import { openWorld, type World } from '../browser/world.ts'
import { commbox } from './commbox.ts'
import { cxoneMpower } from './cxone-mpower.ts'
import { cxonePrebuilt } from './cxone-prebuilt.ts'
import { eightByEight } from './eight-by-eight.ts'
import { flowCatalog, flowEvents } from './events.ts'
import { liveperson } from './liveperson.ts'

let world: World
let page: Page
let complaints: string[]

beforeAll(async () => {
  world = await openWorld()
  const { url, key } = world.daybook
  const described = await fetch(`${url}/v1/catalog`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(flowCatalog),
  })
  expect([described.status, described.ok ? '' : await described.text()]).toEqual([200, ''])
  await world.record(flowEvents)
}, 120_000)
afterAll(async () => {
  await world?.end()
})
beforeEach(async () => {
  ;({ page, complaints } = await world.newPage({ timezoneId: 'Europe/Madrid' }))
})
afterEach(async () => {
  await page.close()
  expect(complaints).toEqual([])
})

const flow = { page: () => page, report: () => new Report(page, world.daybook.url) }

cxonePrebuilt(flow)
cxoneMpower(flow)
commbox(flow)
liveperson(flow)
eightByEight(flow)
