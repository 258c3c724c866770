/**
 * `npm run bench:web`: what a reader waits for, in a real browser over a real Daybook with sample events; into bench/WEB.md.
 * Every number is taken inside of the page, from the reader's act to the frame that shows its effect.
 */
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { sampleEvents } from '@daybook/connectors'

import { openWorld } from '../test/browser/world.ts'
import { webSizes } from '../tools/web-budget.ts'
import { measureFilters, measureLast, measureLoad, measurePage, measureScroll } from './web-measures.ts'
import { renderWeb } from './web-results.ts'

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    index: { type: 'string' },
    output: { type: 'string', default: join(import.meta.dirname, 'WEB.md') },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log('npm run bench:web -- [--events 1000000] [--index DIRECTORY] [--output bench/WEB.md]')
  console.log('--index: a copy of an index that bench/many-events.ts filled, with no record behind it')
  process.exit(0)
}
/** Events of one request. */
const CHUNK = 20_000
const events = Number(values.events)
const step = (text: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`)

step('starting Daybook and Chromium')
const world = await openWorld(values.index === undefined ? {} : { directory: filledDirectory(values.index) })
try {
  if (values.index === undefined) {
    step(`entering ${events.toLocaleString('en-US')} sample events`)
    await enterSample()
  }
  const { page } = await world.newPage({ viewport: { width: 1440, height: 900 } })
  const { url } = world.daybook
  step('first load')
  const load = await measureLoad(world, url)
  step('filters')
  const filters = await measureFilters(page, url)
  step('scrolling')
  const scroll = await measureScroll(page, url)
  const last = await measureLast(page, url)
  const inside = await measurePage(page)
  const sizes = webSizes(join(import.meta.dirname, '../packages/web/dist'))
  // A machine that does other things too is slower: the page says so.
  const load15 = (loadavg()[2] ?? 0).toFixed(0)
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, load average ${load15}`
  writeFileSync(values.output, renderWeb({ events, machine, load, filters, scroll, last, inside, sizes }))
  step(`written to ${values.output}`)
} finally {
  await world.end()
}

function filledDirectory(index: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'daybook-bench-web-'))
  cpSync(index, join(directory, 'index'), { recursive: true })
  return directory
}

async function enterSample(): Promise<void> {
  let lines: string[] = []
  for (const event of sampleEvents({ events, seed: 1, until: Date.now() })) {
    lines.push(JSON.stringify(event))
    if (lines.length === CHUNK) {
      await enter(lines)
      lines = []
    }
  }
  await enter(lines, '?wait=indexed')
}

async function enter(lines: string[], query = ''): Promise<void> {
  if (lines.length === 0) return
  const answer = await fetch(`${world.daybook.url}/v1/events${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.daybook.key}`, 'content-type': 'application/x-ndjson' },
    body: lines.join('\n'),
  })
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  await answer.text()
}
