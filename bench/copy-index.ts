/**
 * The events of an index as rows of the PostgreSQL audit table, so that both are asked about the same people and things.
 * Rows are written to files that the server reads itself (COPY): inserts of twenty million rows take hours.
 */
import { once } from 'node:events'
import { createWriteStream, rmSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { STORED_COLUMNS_SQL } from '../packages/report/src/columns.ts'
import type { IndexDriver } from '../packages/report/src/driver.ts'
import { eventOf, type IndexRow } from '../packages/report/src/row.ts'
import { AUDIT_COLUMNS, auditRow } from './audit-table.ts'

/** Rows of one file, some 200 MB. */
const FILE_ROWS = 250_000
/** Characters that a file is given at once. */
const WRITTEN_AT_ONCE = 1 << 20

/** What is copied: `rows` of the `events` events of tenant 1, spread evenly over them. */
export interface Copied {
  events: number
  rows: number
}

/**
 * @param directory the server's account can read what lies in it
 * @returns how many rows were copied
 */
export async function copyIndex(
  driver: IndexDriver,
  client: pg.ClientBase,
  directory: string,
  { events, rows }: Copied,
  step: (text: string) => void,
): Promise<void> {
  const sql = `SELECT ${STORED_COLUMNS_SQL} FROM daybook.entry WHERE tenant = 1 AND (\`index\` * ${rows}) % ${events} < ${rows}
ORDER BY tenant, occurred_at, \`index\` SETTINGS max_threads = 1, output_format_json_quote_64bit_integers = 0`
  let copying: Promise<unknown> = Promise.resolve()
  let copied = 0
  const written = writtenFiles(linesOf(driver.stream(sql)), directory)
  for await (const { file, count } of written) {
    await copying
    // The next file is written meanwhile.
    copying = client.query(`copy audit_event (${AUDIT_COLUMNS}) from '${file}'`).then(() => rmSync(file))
    // Awaited in the next turn; a failure until then is no unhandled one.
    copying.catch(() => undefined)
    copied += count
    step(`${copied.toLocaleString('en-US')} rows copied into the PostgreSQL table`)
  }
  await copying
}

async function* writtenFiles(
  lines: AsyncIterable<string>,
  directory: string,
): AsyncGenerator<{ file: string; count: number }> {
  let number = 0
  let texts: string[] = []
  let length = 0
  let count = 0
  let out: ReturnType<typeof createWriteStream> | undefined
  let file = ''
  const flush = async () => {
    if (out === undefined) {
      file = join(directory, `rows-${number++}.copy`)
      out = createWriteStream(file, { mode: 0o644 })
    }
    if (!out.write(texts.join(''))) await once(out, 'drain')
    texts = []
    length = 0
  }
  const finish = async () => {
    await flush()
    out?.end()
    if (out !== undefined) await once(out, 'finish')
    out = undefined
  }
  for await (const line of lines) {
    const text = copyLine(line)
    texts.push(text)
    length += text.length
    count++
    if (length > WRITTEN_AT_ONCE) await flush()
    if (count === FILE_ROWS) {
      await finish()
      yield { file, count }
      count = 0
    }
  }
  if (count === 0) return
  await finish()
  yield { file, count }
}

/** A row of the text format: tabs between values, `\N` for none. */
function copyLine(line: string): string {
  const { index: _, recordedAt: __, ...event } = eventOf(JSON.parse(line) as IndexRow)
  const cells = auditRow(event).map(value => (value === null ? '\\N' : escaped(value)))
  return `${cells.join('\t')}\n`
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function escaped(value: string): string {
  return value.replaceAll(/[\\\t\n\r]/g, character => ESCAPES[character] ?? character)
}

/** Lines of a stream whose chunks may end anywhere, also within a character. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}
