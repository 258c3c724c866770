/**
 * `npm run bench -- --beside`: how much ingest suffers from heavy questions. One server, in turns: a stretch of ingest alone,
 * a stretch of the same ingest while readers ask, one after the other without a pause, what costs the index most.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { DaybookBench, type IngestResult } from './daybook.ts'
import { figure, median } from './numbers.ts'
import { writeSample } from './sample-file.ts'

/** More than the index answers side by side, so that there is always a question waiting. */
const READERS = 4
const BATCHES = { connections: 4, batch: 500, eventsPerSecondMax: 0 }
const SINGLES = { connections: 64, batch: 1, eventsPerSecondMax: 0 }

/** Each reads most of what there is: no counts know the answer. */
const HEAVY = [
  '/v1/reports/activity/rows?limit=100&q=nosuch*',
  '/v1/reports/activity/summary?q=attr%3Arole',
  '/v1/reports/activity/summary?q=ip%3A192.0.2.0%2F24',
  '/v1/reports/activity/rows?limit=100&sort=instance',
  '/v1/reports/activity/groups?by=instance',
  '/v1/reports/changes/groups?by=attribute',
]

export interface BesideOptions {
  events: number
  seconds: number
  rounds: number
}

export async function benchBeside({ events, seconds, rounds }: BesideOptions): Promise<void> {
  const step = (text: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`)
  const directory = mkdtempSync(join(tmpdir(), 'daybook-beside-'))
  const file = join(directory, 'events.ndjson')
  await writeSample(file, events)
  const daybook = await DaybookBench.start(join(directory, 'data'))
  await daybook.importFile(file)
  const loads = { 'batches of 500': BATCHES, 'single events': SINGLES }
  const lines: string[] = []
  for (const [name, load] of Object.entries(loads)) {
    const took: Record<'alone' | 'beside', IngestResult[]> = { alone: [], beside: [] }
    let answered = 0
    for (let round = 0; round < rounds; round++) {
      const sides = round % 2 === 0 ? (['alone', 'beside'] as const) : (['beside', 'alone'] as const)
      for (const side of sides) {
        const asking = side === 'beside' ? new Asking(daybook, READERS) : undefined
        took[side].push(await daybook.ingest({ ...load, seconds }))
        answered += (await asking?.stop()) ?? 0
      }
      step(`${name}: round ${round + 1} of ${rounds}, load ${loadavg()[0]?.toFixed(1)}`)
    }
    lines.push(lineOf(name, took, answered))
  }
  await daybook.shutDown()
  rmSync(directory, { recursive: true, force: true })
  console.log(HEAD)
  for (const line of lines) console.log(line)
  console.log(
    `\n${events.toLocaleString('en-US')} events there before, ${rounds} rounds of ${seconds} s each way, ${READERS} readers, load at the end ${loadavg()[0]?.toFixed(1)}`,
  )
}

const HEAD = `| Ingest | Alone, events/s | Beside questions | Beside ÷ alone | p99 alone, ms | p99 beside, ms | Index behind alone, s | Index behind beside, s | Questions answered |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |`

function lineOf(
  name: string,
  took: Record<'alone' | 'beside', readonly IngestResult[]>,
  answered: number,
): string {
  const of = (side: 'alone' | 'beside', what: 'perSecond' | 'p99Ms' | 'lagSecondsMax') =>
    median(took[side].map(result => result[what]))
  const cells = [
    figure(of('alone', 'perSecond')),
    figure(of('beside', 'perSecond')),
    `${figure(of('beside', 'perSecond') / of('alone', 'perSecond'))} ×`,
    figure(of('alone', 'p99Ms')),
    figure(of('beside', 'p99Ms')),
    figure(of('alone', 'lagSecondsMax')),
    figure(of('beside', 'lagSecondsMax')),
    String(answered),
  ]
  return `| ${name} | ${cells.join(' | ')} |`
}

/** Readers that ask until they are stopped. */
class Asking {
  readonly #stop = new AbortController()
  #answered = 0
  readonly #readers: Promise<void>[]

  constructor(daybook: DaybookBench, readers: number) {
    this.#readers = Array.from({ length: readers }, (_, first) => this.#read(daybook, first))
  }

  async #read(daybook: DaybookBench, first: number): Promise<void> {
    for (let next = first; !this.#stop.signal.aborted; next++) {
      await daybook.get(HEAVY[next % HEAVY.length] ?? '')
      this.#answered++
    }
  }

  /** How many questions were answered. */
  async stop(): Promise<number> {
    this.#stop.abort()
    await Promise.all(this.#readers)
    return this.#answered
  }
}
