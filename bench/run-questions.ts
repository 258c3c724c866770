/** `npm run bench -- --questions`: fills what is not filled yet, asks every question, prints the table. */
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { askQuestions, renderAsked } from './ask-questions.ts'
import { simulatedEvents } from './many-events.ts'
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
  const table = options.table === undefined ? undefined : await filledTable(Number(options.table), directory)
  const results = await askQuestions({
    directory: join(directory, 'index'),
    events,
    rounds: Number(options.rounds),
    only: new RegExp(options.only),
    step,
    ...(table !== undefined && { table }),
  })
  await table?.stop()
  console.log(renderAsked(results))
  console.log(
    `\n${events.toLocaleString('en-US')} events, ${options.rounds} rounds, load at the end ${loadavg()[0]?.toFixed(1)}`,
  )
}

async function filledTable(events: number, directory: string): Promise<AuditTableBench> {
  const table = await AuditTableBench.start(join(directory, `table-${events}`))
  if ((await table.rows()) !== events) await table.fillWith(simulatedEvents(events))
  return table
}
