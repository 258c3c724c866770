/**
 * `npm run bench`: ingest, questions, streaming and disk in one run, side by side, as a table and in bench/RESULTS.md.
 * Daybook is a server in its own process; the bare engine gets Daybook's own rows and statements; PostgreSQL gets the same events.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchBeside } from './beside.ts'
import { bareRequest, STREAMED_ROWS } from './bare-request.ts'
import { besideExports } from './beside-exports.ts'
import { DaybookBench } from './daybook.ts'
import { benchIngest } from './ingest.ts'
import { benchExports, withSection } from './exports.ts'
import { directoryBytes } from './disk.ts'
import { liveP95Ms } from './live.ts'
import { AuditTableBench, TABLE_CONNECTIONS_MAX } from './postgres.ts'
import { renderResults, type Measurement, type Run } from './results.ts'
import { runBare } from './run-load.ts'
import { QUESTIONS } from './questions.ts'
import { runQuestions } from './run-questions.ts'
import { writeSample } from './sample-file.ts'

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '20' },
    output: { type: 'string', default: join(import.meta.dirname, 'RESULTS.md') },
    exports: { type: 'boolean', default: false },
    questions: { type: 'boolean', default: false },
    beside: { type: 'boolean', default: false },
    ingest: { type: 'boolean', default: false },
    than: { type: 'string' },
    directory: { type: 'string' },
    table: { type: 'string' },
    only: { type: 'string', default: '.' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log('npm run bench -- [--events 1000000] [--seconds 20] [--rounds 20] [--output bench/RESULTS.md]')
  console.log(
    'npm run bench -- --exports [--events 1000000] [--seconds 20] measures exports alone, and what they cost others',
  )
  console.log(
    '20,000,000 events take about 40 GB of disk and some hours, most of them for the PostgreSQL table.',
  )
  console.log('npm run bench -- --beside: ingest beside heavy questions, in turns with ingest alone')
  console.log(
    'npm run bench -- --ingest [--seconds 20] [--rounds 5] [--than CHECKOUT]: batches, and what an event costs of the processors',
  )
  console.log('npm run bench -- --questions: every question, beside the engine; see bench/README.md')
  process.exit(0)
}
if (values.questions) {
  await runQuestions(values)
  process.exit(0)
}
const events = Number(values.events)
if (values.beside) {
  await benchBeside({ events, seconds: Number(values.seconds), rounds: Number(values.rounds) })
  process.exit(0)
}
if (values.ingest) {
  await benchIngest({ seconds: Number(values.seconds), rounds: Number(values.rounds), than: values.than })
  process.exit(0)
}
if (values.exports) {
  const beside = await besideExports(events, Number(values.seconds) / 2)
  await benchExports(events, 3 * events, values.output, beside)
  process.exit(0)
}
const seconds = Number(values.seconds)
const rounds = Number(values.rounds)
const directory = mkdtempSync(join(tmpdir(), 'daybook-bench-'))
const eventsFile = join(directory, 'events.ndjson')
const dataDirectory = join(directory, 'data')
const BATCHES = { seconds, connections: 4, batch: 500, eventsPerSecondMax: 0 }
/** What has to be sustained with the index close behind. */
const PACE = 20_000
/** Seconds that a live stream is watched with nothing beside it. */
const LIVE_SECONDS = 5
const SINGLES = { seconds, connections: 64, batch: 1, eventsPerSecondMax: 0 }

const step = (text: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`)

step(`writing ${events.toLocaleString('en-US')} sample events`)
await writeSample(eventsFile, events)

const measured = new Map<string, Measurement>()
const put = (
  what: string,
  unit: string,
  moreIsBetter: boolean,
  side: 'daybook' | 'bare' | 'postgres',
  value: number,
) => measured.set(what, { ...(measured.get(what) ?? { what, unit, moreIsBetter }), [side]: value })
const notes: string[] = []

step('Daybook: import')
const daybook = await DaybookBench.start(dataDirectory)
const imported = await daybook.importFile(eventsFile)
put('import of a file (CLI)', 'events/s', true, 'daybook', events / imported.seconds)
const recordDisk = await directoryBytes(join(dataDirectory, 'record'))

step('Daybook: questions')
for (const [name, { path }] of Object.entries(QUESTIONS))
  put(name, 'ms, median', false, 'daybook', await daybook.medianMs(path, rounds))
put(
  `${STREAMED_ROWS.toLocaleString('en-US')} rows, newest first`,
  'rows/s',
  true,
  'daybook',
  STREAMED_ROWS / (await streamSeconds()),
)

step(`Daybook: ingest at ${PACE.toLocaleString('en-US')} events/s`)
const quietLive = await liveP95Ms(daybook.daybook, LIVE_SECONDS)
const [paced, busyLive] = await Promise.all([
  daybook.ingest({ ...BATCHES, eventsPerSecondMax: PACE }),
  liveP95Ms(daybook.daybook, seconds),
])
put('recorded until told by a live stream, p95', 'ms', false, 'daybook', quietLive)
const atPace = `at ${PACE.toLocaleString('en-US')} events/s`
put(`sustained, asked for ${PACE.toLocaleString('en-US')}`, 'events/s', true, 'daybook', paced.perSecond)
put(`${atPace}: index behind at most`, 's', false, 'daybook', paced.lagSecondsMax)
put(`${atPace}: recorded until told by a live stream, p95`, 'ms', false, 'daybook', busyLive)
put(`${atPace}: memory at most`, 'MiB', false, 'daybook', paced.peakMemoryBytes / 2 ** 20)
step('Daybook: ingest as fast as it goes')
const batches = await daybook.ingest(BATCHES)
put('ingest, batches of 500', 'events/s', true, 'daybook', batches.perSecond)
const singles = await daybook.ingest(SINGLES)
put('ingest, single events, 64 connections', 'events/s', true, 'daybook', singles.perSecond)
put('single event, p99', 'ms', false, 'daybook', singles.p99Ms)
put(
  'as fast as it goes: memory at most',
  'MiB',
  false,
  'daybook',
  Math.max(batches.peakMemoryBytes, singles.peakMemoryBytes) / 2 ** 20,
)
put(
  'as fast as it goes: index behind at most',
  's',
  false,
  'daybook',
  Math.max(batches.lagSecondsMax, singles.lagSecondsMax),
)
const refused = { ...batches.refused, ...singles.refused }
notes.push(
  `Daybook answers after fsync of the record; ${Object.keys(refused).length === 0 ? 'nothing was refused' : `refused: ${JSON.stringify(refused)}`}; ` +
    `the index had everything ${Math.round(batches.caughtUpMs)} ms after the last batch was acknowledged.`,
)
await daybook.shutDown()

step('bare chDB: load and the same questions on the same rows')
const { request, loadedRows } = bareRequest(join(dataDirectory, 'index'), rounds, eventsFile, directory)
const bare = await runBare(request)
for (const [name, ms] of Object.entries(bare.questionsMs)) put(name, 'ms, median', false, 'bare', ms)
put(
  `${STREAMED_ROWS.toLocaleString('en-US')} rows, newest first`,
  'rows/s',
  true,
  'bare',
  STREAMED_ROWS / bare.streamSeconds,
)
put('ingest, batches of 500', 'events/s', true, 'bare', loadedRows / bare.loadSeconds)
put(
  'disk, write-ahead log aside',
  'bytes/event',
  false,
  'daybook',
  recordDisk.bytes / events + bare.bytesPerRow,
)
put('disk, write-ahead log aside', 'bytes/event', false, 'bare', bare.bytesPerRow)
notes.push(
  `Beside the data, Daybook's record kept ${Math.round(recordDisk.walBytes / 2 ** 20)} MiB of write-ahead log; it is bounded by max_wal_size, as the audit table's is. The index is counted by its active parts; merged ones are deleted some minutes later, and most of its rows are the load generator's, which repeat themselves more than the sample does.`,
  `Daybook gives ${STREAMED_ROWS.toLocaleString('en-US')} rows as JSON pages of 1,000 over HTTP; the other two stream them straight to their client.`,
  'Bare chDB loads rows that are ready made, in blocks of 20,000, without a record behind it; its questions run on the rows of Daybook’s index after the ingest runs.',
)

step('PostgreSQL audit table: fill')
const table = await AuditTableBench.start()
await table.fill(eventsFile)
put('disk, write-ahead log aside', 'bytes/event', false, 'postgres', (await table.bytes()) / events)
step('PostgreSQL audit table: questions')
for (const [name, { table: question, values: parameters }] of Object.entries(QUESTIONS))
  put(name, 'ms, median', false, 'postgres', await table.medianMs(question, parameters, rounds))
put(
  `${STREAMED_ROWS.toLocaleString('en-US')} rows, newest first`,
  'rows/s',
  true,
  'postgres',
  STREAMED_ROWS / (await table.streamSeconds(STREAMED_ROWS)),
)
step('PostgreSQL audit table: ingest')
put('ingest, batches of 500', 'events/s', true, 'postgres', (await table.ingest(BATCHES)).perSecond)
const tableSingles = await table.ingest(SINGLES)
put('ingest, single events, 64 connections', 'events/s', true, 'postgres', tableSingles.perSecond)
put('single event, p99', 'ms', false, 'postgres', tableSingles.p99Ms)
await table.stop()
notes.push(
  'The PostgreSQL table is written straight by its client: no HTTP, no validation, no log. It has the same server, settings and fsync as Daybook’s record, ' +
    `five secondary indexes (time, application, entity, actor, words), at most ${TABLE_CONNECTIONS_MAX} connections, and answers the summary with one statement per facet.`,
)

rmSync(directory, { recursive: true, force: true })
const run: Run = { events, seconds, rounds, at: new Date(), measurements: [...measured.values()], notes }
const older = existsSync(values.output) ? readFileSync(values.output, 'utf8') : ''
const exported = older.split('\n## Exports\n')[1]
const results = renderResults(run)
const page = exported === undefined ? results : withSection(results, `## Exports\n${exported}`)
writeFileSync(values.output, page)
console.log(page)

async function streamSeconds(): Promise<number> {
  const started = performance.now()
  let cursor: string | undefined
  for (let read = 0; read < STREAMED_ROWS;) {
    const path = `/v1/reports/activity/rows?limit=1000${cursor ? `&cursor=${cursor}` : ''}`
    const page = (await daybook.get(path)).body as { rows: unknown[]; nextCursor?: string }
    read += page.rows.length
    cursor = page.nextCursor
    if (!cursor && read < STREAMED_ROWS) throw new Error(`only ${read} rows were there`)
  }
  return (performance.now() - started) / 1000
}
