/**
 * Every question of the report room over tens of millions of events, in turns with the hand-written statements that answer the same:
 * `npm run bench -- --questions --events 20000000`. One process, one engine, one round after the other, so that both sides meet the same load.
 */
import { existsSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { Session } from 'chdb'
import { openIndex, type ReportIndex } from '@daybook/report'
import { askedQuestions, type AskedQuestion, type Subjects } from './asked.ts'
import { openChdb } from '../packages/report/src/chdb-driver.ts'
import { FILLED, fillIndex } from './many-events.ts'
import { figure, median, percentile } from './numbers.ts'
import type { AuditTableBench } from './postgres.ts'

/** Statements of one question that run at once, as many as Daybook's own readers. */
const SIDE_BY_SIDE = 2
/** A side that takes longer than this is asked in fewer rounds. */
const SLOW_MS = 2000
const SLOW_ROUNDS = 3
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Per round: waiting time, and the processor time of all threads of this process. On a busy machine the second means more. */
export interface Took {
  ms: number[]
  processorMs: number[]
}

export interface AskedResult {
  name: string
  daybook: Took
  bare: Took
  /** In a process of its own: waiting time only. */
  table: Took
  failed?: string
}

export interface AskOptions {
  /** Of an index that `prepare` has filled. */
  directory: string
  rounds: number
  /** Only questions whose name matches. */
  only: RegExp
  table?: AuditTableBench
  /** Tells of every question as it is asked. */
  verbose?: boolean
  step: (text: string) => void
}

export async function askQuestions(options: AskOptions): Promise<AskedResult[]> {
  const { directory, rounds, only, step, table, verbose = false } = options
  const index = await openIndex({ engine: { kind: 'chdb', directory }, log: quiet })
  const bare = new BareSide(directory)
  const questions = askedQuestions(await findSubjects(bare, index)).filter(({ name }) => only.test(name))
  const results: AskedResult[] = questions.map(({ name }) => ({
    name,
    daybook: nothing(),
    bare: nothing(),
    table: nothing(),
  }))
  for (let round = 0; round < rounds; round++) {
    for (const [at, question] of questions.entries()) {
      const result = results[at]
      if (result === undefined) continue
      const sides = [
        () => askDaybook(index, question, result),
        () => askBare(bare, question, result),
        () => askTable(table, question, result),
      ]
      // Whoever goes second finds the files in the cache.
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side()
      if (verbose) step(renderAsked([result]).split('\n').at(-1) ?? '')
    }
    step(`round ${round + 1} of ${rounds}, load ${loadavg()[0]?.toFixed(1)}`)
  }
  bare.close()
  await index.close()
  return results
}

/** Fills the index when it does not hold so many events. */
export async function prepare(
  directory: string,
  events: number,
  step: (text: string) => void,
): Promise<void> {
  const driver = openChdb(directory)
  const found = existsSync(join(directory, 'metadata')) ? await countOf(driver) : 0
  if (found !== events) await fillIndex(driver, events, step)
  await driver.close()
}

async function countOf(driver: ReturnType<typeof openChdb>): Promise<number> {
  const sql = `SELECT sum(rows) AS rows FROM system.parts WHERE active AND database = 'daybook' AND table = 'entry' SETTINGS output_format_json_quote_64bit_integers = 0`
  const [found] = await driver.query<{ rows: number }>(sql)
  return found?.rows ?? 0
}

/** One side after the other, in the order of rounds; a slow one not in every round. */
async function timed(took: Took, ask: () => Promise<unknown>): Promise<void> {
  if (took.ms.length >= SLOW_ROUNDS && median(took.ms) > SLOW_MS) return
  const before = process.cpuUsage()
  const started = performance.now()
  await ask()
  took.ms.push(performance.now() - started)
  const { user, system } = process.cpuUsage(before)
  took.processorMs.push((user + system) / 1000)
}

const nothing = (): Took => ({ ms: [], processorMs: [] })

async function askDaybook(index: ReportIndex, question: AskedQuestion, result: AskedResult): Promise<void> {
  if (result.failed !== undefined) return
  try {
    await timed(result.daybook, () => question.ask(index))
  } catch (error) {
    result.failed = String(error)
  }
}

const askBare = (bare: BareSide, question: AskedQuestion, result: AskedResult) =>
  timed(result.bare, () => bare.ask(question.bare))

async function askTable(
  table: AuditTableBench | undefined,
  { table: statements }: AskedQuestion,
  result: AskedResult,
) {
  if (table !== undefined && statements !== undefined) await timed(result.table, () => table.ask(statements))
}

/** The engine without Daybook: connections of its own, answers as text that nobody reads. */
class BareSide {
  readonly #sessions: Session[]
  constructor(directory: string) {
    this.#sessions = Array.from({ length: SIDE_BY_SIDE }, () => new Session(directory))
  }

  async ask(statements: readonly string[]): Promise<void> {
    const waiting = [...statements]
    await Promise.all(
      this.#sessions.map(async session => {
        for (let sql = waiting.shift(); sql !== undefined; sql = waiting.shift())
          (await session.queryAsync(sql, { format: 'JSONEachRow' })).text()
      }),
    )
  }

  async first<R>(sql: string): Promise<R> {
    const answer = await this.#sessions[0]?.queryAsync(
      `${sql} SETTINGS output_format_json_quote_64bit_integers = 0`,
      { format: 'JSONEachRow' },
    )
    return JSON.parse(answer?.text().split('\n')[0] ?? '') as R
  }

  close(): void {
    for (const session of this.#sessions) session.close()
  }
}

async function findSubjects(bare: BareSide, index: ReportIndex): Promise<Subjects> {
  const { rows: events } = await index.size()
  const actors = `FROM daybook.entry WHERE tenant = 1 AND actor_type = 'user' GROUP BY actor_id`
  const rare = await bare.first<{ id: string }>(
    `SELECT actor_id AS id, count() AS n ${actors} HAVING n >= 20 ORDER BY n, id LIMIT 1`,
  )
  const busy = await bare.first<{ id: string }>(
    `SELECT actor_id AS id, count() AS n ${actors} ORDER BY n DESC, id LIMIT 1`,
  )
  const entity = await bare.first<{ type: string; id: string }>(
    `SELECT entity_type AS type, entity_id AS id, sum(changed) AS n FROM daybook.entry WHERE tenant = 1 AND entity_type = 'User' GROUP BY type, id ORDER BY n DESC, id LIMIT 1`,
  )
  const entry = await bare.first<{ index: number; at: number }>(
    `SELECT \`index\`, toUnixTimestamp64Milli(occurred_at) AS at FROM daybook.entry WHERE tenant = 1 AND correlation_id != '' AND changed > 0 ORDER BY occurred_at DESC LIMIT 1`,
  )
  return { events, from: FILLED.from, to: FILLED.to, rareActor: rare.id, busyActor: busy.id, entity, entry }
}

export function renderAsked(results: readonly AskedResult[]): string {
  const cell = (took: readonly number[], share = 0.5) =>
    took.length === 0 ? '–' : figure(percentile(took, share))
  const lines = results.map(({ name, daybook, bare, table, failed }) => {
    if (failed !== undefined) return `| ${name} | ${failed} |`
    const ratio = `${figure(median(daybook.ms) / median(bare.ms))} ×`
    const cells = [
      cell(daybook.ms),
      cell(daybook.ms, 0.95),
      cell(daybook.processorMs),
      cell(bare.ms),
      cell(bare.ms, 0.95),
      cell(bare.processorMs),
      ratio,
      cell(table.ms),
    ]
    return `| ${name} | ${cells.join(' | ')} |`
  })
  return [
    '| Question | Daybook, median ms | p95 | processor | Bare engine, median ms | p95 | processor | Daybook ÷ bare | PostgreSQL table, median ms |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
  ].join('\n')
}

if (import.meta.main) {
  const [directory = '', rounds = '5', only = '.'] = process.argv.slice(2)
  const results = await askQuestions({
    directory,
    rounds: Number(rounds),
    only: new RegExp(only),
    verbose: true,
    step: text => console.error(text),
  })
  console.log(renderAsked(results))
  process.exit(0)
}
