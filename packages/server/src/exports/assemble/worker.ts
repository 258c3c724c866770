/** A thread that puts one file together and ends: rows become a file without holding up requests and intake. */
import { parentPort, workerData } from 'node:worker_threads'

import { writeCsv } from './csv.ts'
import { hashFile } from './hash.ts'
import { writeNdjson } from './ndjson.ts'
import type { AssembleTask, Assembled } from './task.ts'

export type Message =
  { rows: number } | { assembled: Assembled } | { failed: { code: string; message: string } }

const port = parentPort
if (port === null) throw new TypeError('this is the program of a thread')
const say = (message: Message) => port.postMessage(message)
try {
  const assembled = await assemble(workerData as AssembleTask, rows => say({ rows }))
  say({ assembled })
} catch (error) {
  const { code = '', message, stack } = error as NodeJS.ErrnoException
  say({ failed: { code, message: stack ?? message } })
}

// What only one format needs is loaded with it: a thread begins sooner.
async function assemble(task: AssembleTask, onRows: (rows: number) => void): Promise<Assembled> {
  switch (task.kind) {
    case 'hash':
      return hashFile(task.file)
    case 'csv':
      return writeCsv(task, onRows)
    case 'xlsx':
      return (await import('./workbook.ts')).writeWorkbook(task, onRows)
    case 'parquet':
      return (await import('./parquet.ts')).writeParquetRows(task, onRows)
    case 'ndjson':
      return writeNdjson(task, onRows)
    case 'pdf':
      return (await import('./pdf.ts')).writePdf(task)
  }
}
