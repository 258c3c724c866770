/**
 * `npm run bench -- --ingest`: batches into Daybook and into the audit table, in turns, and what each event costs of the processors.
 * What Daybook used is counted until the index has everything, so no work is left out by doing it later.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LoadResult, Pace } from './closed-loop.ts'
import { DaybookBench } from './daybook.ts'
import { figure, median } from './numbers.ts'
import { AuditTableBench } from './postgres.ts'
import { type ProcessorTime, processorTime, usedBetween } from './processor-time.ts'

export interface IngestOptions {
  seconds: number
  rounds: number
  /** Another checkout of Daybook to compare with. */
  than?: string | undefined
}

interface Side {
  name: string
  pid: number
  ingest(pace: Pace): Promise<LoadResult>
  stop(): Promise<void>
}

interface Took {
  perSecond: number
  /** µs an event, by part */
  parts: ProcessorTime
}

const WARM_UP_SECONDS = 5
const BATCHES = { connections: 4, batch: 500, eventsPerSecondMax: 0 }
/** Parts that cost less are told together. */
const PART_US_MIN = 0.3

export async function benchIngest({ seconds, rounds, than }: IngestOptions): Promise<void> {
  const step = (text: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`)
  const sides = [await daybookSide('Daybook'), await tableSide()]
  if (than !== undefined) sides.splice(1, 0, await daybookSide('Daybook, the other', than))
  const took = new Map<Side, Took[]>(sides.map(side => [side, []]))
  for (const side of sides) await side.ingest({ ...BATCHES, seconds: WARM_UP_SECONDS })
  for (let round = 0; round < rounds; round++) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed())
      took.get(side)?.push(await measured(side, { ...BATCHES, seconds }))
    step(`round ${round + 1} of ${rounds}, load ${loadavg()[0]?.toFixed(1)}`)
  }
  for (const side of sides) await side.stop()
  const last = [...took.values()].at(-1) ?? []
  for (const [{ name }, rounds] of took) print(name, rounds, last)
}

async function measured(side: Side, pace: Pace): Promise<Took> {
  const before = processorTime(side.pid)
  const load = await side.ingest(pace)
  const used = usedBetween(before, processorTime(side.pid))
  used.set('load generator', load.processorUs)
  return {
    perSecond: load.perSecond,
    parts: new Map([...used].map(([part, us]) => [part, us / load.events])),
  }
}

async function daybookSide(name: string, root?: string): Promise<Side> {
  const directory = mkdtempSync(join(tmpdir(), 'daybook-ingest-'))
  const bench = await DaybookBench.start(directory, root)
  return {
    name,
    pid: bench.daybook.pid,
    ingest: pace => bench.ingest(pace),
    async stop() {
      await bench.shutDown()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function tableSide(): Promise<Side> {
  const table = await AuditTableBench.start()
  await table.index()
  return {
    name: 'PostgreSQL audit table',
    pid: table.serverPid,
    ingest: pace => table.ingest(pace),
    stop: () => table.stop(),
  }
}

function print(name: string, rounds: readonly Took[], table: readonly Took[]): void {
  const of = (side: readonly Took[]) => median(side.map(took => took.perSecond))
  const ratios = rounds.map((took, at) => took.perSecond / (table[at]?.perSecond ?? Number.NaN))
  const whole = (took: Took) => [...took.parts.values()].reduce((sum, us) => sum + us, 0)
  console.log(`\n${name}: ${figure(of(rounds))} events/s, ${figure(median(ratios))} × the table`)
  const names = new Set(rounds.flatMap(took => [...took.parts.keys()]))
  const parts = [...names].map(part => [part, median(rounds.map(took => took.parts.get(part) ?? 0))] as const)
  for (const [part, us] of parts.filter(([, us]) => us >= PART_US_MIN).sort(([, a], [, b]) => b - a))
    console.log(`  ${part.padEnd(40)} ${us.toFixed(1).padStart(6)} µs/event`)
  console.log(`  ${'everything'.padEnd(40)} ${median(rounds.map(whole)).toFixed(1).padStart(6)} µs/event`)
}
