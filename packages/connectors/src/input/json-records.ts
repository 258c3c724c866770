/**
 * Reads the records of a JSON source, whichever way they were stored: one per line, in an array, or in an array
 * inside an object (`{"Records":[…]}`), compact or indented.
 * Invariant: no more than one record and one chunk are in memory.
 */
import { readJson } from '@daybook/event'
import { ConnectorError, sourceProblem } from '../errors.ts'
import type { ByteStream } from '../source.ts'
import { LINE_BYTES_MAX, readLines, type Line } from './lines.ts'
import { RecordSplitter } from './record-splitter.ts'

/** `wrappers` are the names under which an object may hold the array of records. */
export async function* readJsonRecords(
  bytes: ByteStream,
  wrappers: ReadonlySet<string>,
): AsyncGenerator<Line[]> {
  const iterator = bytes[Symbol.asyncIterator]()
  const { head, text } = await readHead(iterator)
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield* head
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  }
  try {
    if (isLines(text, wrappers)) yield* readLines(whole())
    else yield* splitDocument(whole(), wrappers)
  } finally {
    await iterator.return?.()
  }
}

async function readHead(iterator: AsyncIterator<Uint8Array>): Promise<{ head: Uint8Array[]; text: string }> {
  const head: Uint8Array[] = []
  let length = 0
  while (length < LINE_BYTES_MAX) {
    const next = await iterator.next()
    if (next.done) break
    head.push(next.value)
    length += next.value.length
    if (next.value.includes(0x0a)) break
  }
  const text = Buffer.concat(head)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  return { head, text }
}

/** Told by the first line; by the second when the first is broken, for one broken line does not make a document. */
function isLines(text: string, wrappers: ReadonlySet<string>): boolean {
  const [first = '', second = ''] = text.split('\n', 2)
  const value = parsed(first)
  if (value === undefined)
    return !/^[[{]/.test(first) || (first.startsWith('{') && isPlainObject(parsed(second)))
  if (!isPlainObject(value)) return !Array.isArray(value)
  return !Object.entries(value).some(([name, member]) => wrappers.has(name) && Array.isArray(member))
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsed(line: string): unknown {
  try {
    return readJson(line)
  } catch {
    return undefined
  }
}

async function* splitDocument(bytes: ByteStream, wrappers: ReadonlySet<string>): AsyncGenerator<Line[]> {
  const splitter = new RecordSplitter(wrappers)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
    } catch (cause) {
      throw new ConnectorError('INPUT_NOT_TEXT', 'the JSON document is not UTF-8', { cause })
    }
  }
  let record = 0
  const asLines = (texts: readonly (string | undefined)[]): Line[] =>
    texts.map(text => {
      record++
      if (text !== undefined) return { line: record, ok: true, text }
      return { line: record, ok: false, problem: sourceProblem('LINE_TOO_LONG'), text: '' }
    })
  for await (const chunk of bytes) {
    const found = asLines(splitter.push(decode(chunk)))
    if (found.length > 0) yield found
  }
  const last = asLines(splitter.push(decode()))
  if (last.length > 0) yield last
  if (!splitter.complete)
    throw new ConnectorError('INPUT_TRUNCATED', `the JSON document breaks off after ${record} records`)
}
