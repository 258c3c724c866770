/** `npm run bench -- --questions`: fills what is not filled yet, asks every question, prints the table. */
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openChdb } from '../packages/report/src/chdb-driver.ts'
import { askQuestions, prepare, renderAsked } from './ask-questions.ts'
import type { Copied } from './copy-index.ts'
import { AuditTableBench } from './postgres.ts'

/** As the command line has them. */
export interface QuestionOptions {
  events: string
  rounds: string
  only: string
  directory?: string | undefined
  table?: string | undefined
}

export async function runQuestions(options: QuestionOptions): Promise<void> {
  const events = Number(options.events)
  const directory = options.directory ?? join(tmpdir(), `daybook-questions-${events}`)
  const step = (text: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`)
  const index = join(directory, 'index')
  await prepare(index, events, step)
  const rows = options.table === undefined ? undefined : Number(options.table)
  const table = rows === undefined ? undefined : await filledTable(index, directory, { events, rows }, step)
  const results = await askQuestions({
    directory: index,
    rounds: Number(options.rounds),
    only: new RegExp(options.only),
    step,
    ...(table !== undefined && { table }),
  })
  await table?.stop()
  console.log(renderAsked(results))
  console.log(
    `\n${events.toLocaleString('en-US')} events${rows === undefined ? '' : `, ${rows.toLocaleString('en-US')} in the PostgreSQL table`}, ${options.rounds} rounds, load at the end ${loadavg()[0]?.toFixed(1)}`,
  )
}

async function filledTable(
  index: string,
  directory: string,
  copied: Copied,
  step: (text: string) => void,
): Promise<AuditTableBench> {
  const table = await AuditTableBench.start(join(directory, `table-${copied.rows}`))
  if ((await table.rows()) === copied.rows) return table
  const driver = openChdb(index)
  await table.fillFrom(driver, copied, step)
  await driver.close()
  return table
}
