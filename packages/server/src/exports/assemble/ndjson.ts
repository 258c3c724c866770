/** One JSON object a line: each row of the report with all that it has, names and ids, as the API gives it. */
import { linesOf } from './lines.ts'
import { OutFile, type Written } from './out-file.ts'
import { rowReader } from './rows.ts'
import type { NdjsonTask } from './task.ts'

export async function writeNdjson(task: NdjsonTask, onRows: (rows: number) => void): Promise<Written> {
  const out = await OutFile.create(task.out)
  const rowOf = rowReader(task.rows)
  let rows = 0
  for await (const lines of linesOf(task.rows.path)) {
    const texts = lines.map(line => `${JSON.stringify(rowOf(line))}\n`)
    await out.write(Buffer.from(texts.join('')))
    onRows((rows += lines.length))
  }
  return out.end()
}
