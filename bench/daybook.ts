/** Daybook's side of the benchmark: a real server in a process of its own, spoken to over HTTP. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startDaybook, type DaybookProcess } from '../test/daybook.ts'
import { median } from './numbers.ts'
import { watchMemory } from './process-memory.ts'
import { runLoad } from './run-load.ts'
import type { LoadResult, Pace } from './closed-loop.ts'

const root = join(import.meta.dirname, '..')
const INDEXED_WITHIN_MS = 600_000

export interface IngestResult extends LoadResult {
  peakMemoryBytes: number
  lagSecondsMax: number
  /** How long after the last acknowledgement the index had everything. */
  caughtUpMs: number
}

export class DaybookBench {
  readonly daybook: DaybookProcess
  constructor(daybook: DaybookProcess) {
    this.daybook = daybook
  }

  /** @param checkout of Daybook that is started; absent = this one */
  static async start(directory: string, checkout?: string): Promise<DaybookBench> {
    return new DaybookBench(
      await startDaybook({ directory, ...(checkout === undefined ? {} : { checkout }) }),
    )
  }

  async get(path: string): Promise<{ ms: number; body: unknown }> {
    const started = performance.now()
    const response = await fetch(`${this.daybook.url}${path}`, {
      headers: { authorization: `Bearer ${this.daybook.key}` },
    })
    const body: unknown = await response.json()
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(body)}`)
    return { ms: performance.now() - started, body }
  }

  async medianMs(path: string, rounds: number): Promise<number> {
    const took: number[] = []
    for (let round = 0; round < rounds; round++) took.push((await this.get(path)).ms)
    return median(took)
  }

  /** Seconds that `daybook import` took, and until the index had everything. */
  async importFile(file: string): Promise<{ seconds: number; caughtUpMs: number }> {
    const started = performance.now()
    await promisify(execFile)(process.execPath, [join(root, 'packages/cli/src/main.ts'), 'import', file], {
      env: { ...process.env, DAYBOOK_URL: this.daybook.url, DAYBOOK_KEY: this.daybook.key },
    })
    const seconds = (performance.now() - started) / 1000
    return { seconds, caughtUpMs: await this.untilIndexed() }
  }

  async ingest(pace: Pace): Promise<IngestResult> {
    const stopWatching = watchMemory(this.daybook.pid, 500)
    let lagSecondsMax = 0
    const lagTimer = setInterval(() => {
      void this.#lagSeconds().then(lag => (lagSecondsMax = Math.max(lagSecondsMax, lag)))
    }, 250)
    const load = await runLoad({ ...pace, host: '127.0.0.1', port: this.daybook.port, key: this.daybook.key })
    const caughtUpMs = await this.untilIndexed()
    clearInterval(lagTimer)
    return { ...load, peakMemoryBytes: stopWatching().peakBytes, lagSecondsMax, caughtUpMs }
  }

  async untilIndexed(): Promise<number> {
    const started = performance.now()
    while (performance.now() - started < INDEXED_WITHIN_MS) {
      if ((await this.#metric('daybook_follower_lag_entries')) === 0) return performance.now() - started
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    throw new Error('the index did not catch up')
  }

  #lagSeconds = () => this.#metric('daybook_follower_lag_seconds')

  async #metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.daybook.url}/metrics`)).text()
    const line = new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)`, 'm').exec(text)
    if (!line) throw new Error(`no metric ${name}`)
    return Number(line[1])
  }

  /** Ends the process as an operator would and leaves its directory. */
  async shutDown(): Promise<void> {
    await this.daybook.halt()
  }
}
