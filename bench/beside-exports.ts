/**
 * What exports cost those who enter events and those who read, on a whole server: each measured with an export of all rows
 * running and without one, in turns, so that what grows meanwhile and what else the machine does falls on both alike.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { DaybookBench } from './daybook.ts'
import { median, percentile } from './numbers.ts'
import { writeSample } from './sample-file.ts'

const ROUNDS = 5
/** As in the ingest run of the main table. */
const BATCHES = { connections: 4, batch: 500, eventsPerSecondMax: 0 }
const PAGE = '/v1/reports/activity/rows?limit=100'
/** The longest export: it reads all rows, and then a thread compresses them. */
const FORMAT = 'xlsx'
const ASK_EVERY_MS = 250

interface Window {
  ingest: number
  pageMs: number
  pageP95Ms: number
}

/** Lines of a section of the results. @param seconds of each window: one for ingest, one for reading */
export async function besideExports(events: number, seconds: number): Promise<string[]> {
  const directory = mkdtempSync(join(tmpdir(), 'daybook-bench-beside-'))
  const file = join(directory, 'events.ndjson')
  await writeSample(file, events)
  const bench = await DaybookBench.start(join(directory, 'data'))
  try {
    await bench.importFile(file)
    const windows: { without: Window; beside: Window }[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const without = async () => measured(bench, seconds)
      const beside = async () => besideOne(bench, () => measured(bench, seconds))
      // Who goes first changes with the round.
      const first = round % 2 === 0 ? await without() : undefined
      const second = await beside()
      windows.push({ without: first ?? (await without()), beside: second })
      console.error(`round ${round + 1}: ${JSON.stringify(windows.at(-1))}`)
    }
    return render(events, seconds, windows)
  } finally {
    await bench.shutDown()
    rmSync(directory, { recursive: true, force: true })
  }
}

async function measured(bench: DaybookBench, seconds: number): Promise<Window> {
  const { perSecond } = await bench.ingest({ ...BATCHES, seconds })
  const pages: number[] = []
  for (const ends = performance.now() + seconds * 1000; performance.now() < ends;)
    pages.push((await bench.get(PAGE)).ms)
  return { ingest: perSecond, pageMs: median(pages), pageP95Ms: percentile(pages, 0.95) }
}

/** Keeps one export running all the while: as soon as one is ready, the next is asked for. */
async function besideOne<T>(bench: DaybookBench, work: () => Promise<T>): Promise<T> {
  const over = new AbortController()
  const isOver = () => over.signal.aborted
  const exporting = (async () => {
    while (!isOver()) {
      const { id } = await call<{ id: string }>(bench, 'POST', '/v1/exports', {
        report: 'activity',
        format: FORMAT,
      })
      let state = 'queued'
      while (!isOver() && (state === 'queued' || state === 'running')) {
        await new Promise(resolve => setTimeout(resolve, ASK_EVERY_MS))
        state = (await call<{ state: string }>(bench, 'GET', `/v1/exports/${id}`)).state
      }
      if (state === 'failed') throw new Error('an export failed')
      await call(bench, 'DELETE', `/v1/exports/${id}`)
    }
  })()
  try {
    return await work()
  } finally {
    over.abort()
    await exporting
  }
}

async function call<T>({ daybook }: DaybookBench, method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(daybook.url + path, {
    method,
    headers: { authorization: `Bearer ${daybook.key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`)
  return (answer.status === 204 ? undefined : await answer.json()) as T
}

function render(
  events: number,
  seconds: number,
  windows: readonly { without: Window; beside: Window }[],
): string[] {
  const line = (what: string, of: (window: Window) => number, digits: number) => {
    const sides = windows.map(({ without, beside }) => [of(without), of(beside)] as const)
    const shown = (side: 0 | 1) => median(sides.map(pair => pair[side])).toFixed(digits)
    const ratio = median(sides.map(([without, beside]) => beside / without))
    return `| ${what} | ${shown(0)} | ${shown(1)} | ${ratio.toFixed(2)} × |`
  }
  return [
    '### Beside ingest and reading',
    '',
    `A whole server with ${events.toLocaleString('en-US')} imported events and those that the rounds add; an Excel export of all rows runs all the while, or none does. In turns, ${ROUNDS} rounds of ${seconds} s each of ingest (4 connections, batches of 500, as fast as it goes) and of pages of 100 rows; medians, and the median of the rounds’ ratios. The load generator has its share of the same cores.`,
    '',
    '| What | Without | Beside an export | Ratio |',
    '| --- | ---: | ---: | ---: |',
    line('ingest, events/s', ({ ingest }) => ingest, 0),
    line('a page of 100 rows, ms, median', ({ pageMs }) => pageMs, 1),
    line('a page of 100 rows, ms, p95', ({ pageP95Ms }) => pageP95Ms, 1),
    '',
  ]
}
