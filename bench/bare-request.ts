/** What the bare engine is asked: exactly the statements that Daybook's report room would send for the same questions. */
import { openSync, readSync, closeSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { normaliseEvent, parseJson } from '@daybook/event'
import { COLUMNS, rowOf, type IndexRow } from '@daybook/report'
import { v7 } from 'uuid'
import { NativeBlock } from '../packages/report/src/native.ts'
import { createStatements, entryTable, type SchemaPlace } from '../packages/report/src/schema.ts'
import { activityQuestion } from '../packages/report/src/questions/activity.ts'
import { actorsQuestion, facetsQuestion } from '../packages/report/src/questions/facets.ts'
import { histogramQuestion } from '../packages/report/src/questions/histogram.ts'
import { spanQuestion } from '../packages/report/src/questions/span.ts'
import type { BareRequest, Statement } from './bare.ts'
import { QUESTIONS, type BenchQuestion } from './questions.ts'

export const STREAMED_ROWS = 100_000
const LOADED_ROWS_MAX = 200_000
const BLOCK_ROWS = 20_000
const READ_BYTES = 256 * 1024 * 1024
const DAY_MS = 86_400_000

export function bareRequest(
  directory: string,
  rounds: number,
  eventsFile: string,
  scratch: string,
): { request: BareRequest; loadedRows: number } {
  const place: SchemaPlace = { database: 'daybook' }
  const table = entryTable(place)
  const questions = Object.fromEntries(
    Object.entries(QUESTIONS).map(([name, question]) => [name, statementsOf(table, question)]),
  )
  const page = activityQuestion(table, {
    tenant: 1,
    report: 'activity',
    filter: { terms: [], text: [] },
    limit: 1000,
  })
  const stream = { ...page, params: { ...page.params, limit: STREAMED_ROWS } }
  const { file, rows } = writeStatements(table, eventsFile, scratch)
  return {
    request: {
      directory,
      rounds,
      questions,
      stream,
      load: { ddl: createStatements(place), statementsFile: file },
    },
    loadedRows: rows,
  }
}

function statementsOf(table: string, question: BenchQuestion): Statement[] {
  if (question.kind === 'rows') return [activityQuestion(table, question.request)]
  return [
    spanQuestion(table, question.request),
    histogramQuestion(table, question.request, { unit: 'ms', size: DAY_MS }),
    facetsQuestion(table, question.request),
    actorsQuestion(table, question.request),
  ]
}

/** The first events of the file as ready-made inserts: the bare engine does not pay for making rows, nor for parsing them. */
function writeStatements(table: string, eventsFile: string, scratch: string): { file: string; rows: number } {
  const buffer = Buffer.alloc(READ_BYTES)
  const descriptor = openSync(eventsFile, 'r')
  const length = readSync(descriptor, buffer, 0, READ_BYTES, 0)
  closeSync(descriptor)
  const text = buffer.toString('utf8', 0, buffer.lastIndexOf(10, length - 1))
  const rows = text.split('\n').slice(0, LOADED_ROWS_MAX).map(rowIn)
  const columns = COLUMNS.map(column => `\`${column.name}\``).join(', ')
  const statements: string[] = []
  for (let at = 0; at < rows.length; at += BLOCK_ROWS) {
    const block = new NativeBlock(COLUMNS)
    block.add(rows.slice(at, at + BLOCK_ROWS))
    const path = join(scratch, `rows-${at}.native`)
    writeFileSync(path, block.end())
    statements.push(
      `INSERT INTO ${table} (${columns}) FROM INFILE '${path}' SETTINGS max_partitions_per_insert_block = 0 FORMAT Native`,
    )
  }
  const file = join(scratch, 'statements.ndjson')
  writeFileSync(file, statements.map(statement => JSON.stringify(statement)).join('\n'))
  return { file, rows: rows.length }
}

function rowIn(line: string, index: number): IndexRow {
  const parsed = parseJson(line)
  const normal = parsed.ok && normaliseEvent(parsed.value, { newId: () => v7() })
  if (!normal || !normal.ok) throw new Error(`sample line ${index + 1} is not an event`)
  return rowOf({ tenant: 1, index, recordedAt: Date.now(), event: normal.accepted.event })
}
