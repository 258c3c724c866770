/**
 * Source `csv`: any table, read through a mapping file.
 * Invariant: rows are taken in the order of the file, one chunk at a time; a row that cannot be read is told with its line.
 */
import { TextDecoder } from 'node:util'
import { parse } from 'csv-parse'
import { ConnectorError, sourceProblem } from '../errors.ts'
import type { ByteStream, Source, SourceItem } from '../source.ts'
import { RowEvents } from './event.ts'
import { parseMapping } from './parse-mapping.ts'
import { Columns, RowProblem, type Fields } from './row.ts'

interface Row {
  line: number
  /** Undefined when the row could not be read at all. */
  fields: Fields | undefined
  message: string
}

const ROW_CHARACTERS_MAX = 1024 * 1024

export const csv: Source = {
  name: 'csv',
  title: 'CSV with a header, read through a mapping file (--map)',
  async *read(stream, options = {}) {
    if (options.mapping === undefined) {
      throw new ConnectorError('MAPPING_INVALID', 'a csv needs a mapping file that says which column is what')
    }
    const mapping = parseMapping(options.mapping)
    let events: RowEvents | undefined
    let width = 0
    for await (const row of readRows(stream, mapping.delimiter, mapping.encoding)) {
      if (events || !row.fields) yield readRow(row, events, width, mapping.delimiter)
      else {
        const columns = new Columns(row.fields, mapping)
        width = columns.names.length
        events = new RowEvents(columns, mapping)
      }
    }
  },
}

function readRow(row: Row, events: RowEvents | undefined, width: number, delimiter: string): SourceItem {
  const { line, fields } = row
  const original = () => writeRow(fields ?? [], delimiter)
  if (!fields || !events)
    return { line, ok: false, problem: sourceProblem('ROW_MALFORMED', '', row.message), original }
  if (fields.length !== width) {
    const detail = `It has ${fields.length}, the header ${width}.`
    return { line, ok: false, problem: sourceProblem('ROW_WIDTH', '', detail), original }
  }
  try {
    return { line, ok: true, ...events.next(fields), original }
  } catch (error) {
    if (error instanceof RowProblem) return { line, ok: false, problem: error.problem, original }
    throw error
  }
}

/**
 * Drives the parser chunk by chunk and takes its rows as they are found: a step through a stream for every row would
 * cost more than parsing it.
 */
async function* readRows(stream: ByteStream, delimiter: string, encoding: string): AsyncGenerator<Row> {
  const decoder = textDecoder(encoding)
  let rows: Row[] = []
  let failure: unknown
  const parser = parse({
    bom: true,
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: ROW_CHARACTERS_MAX,
    on_record: (fields: string[], context) => {
      rows.push({ line: context.lines, fields, message: '' })
      return null
    },
    on_skip: error => {
      rows.push({ line: Number(error?.['lines'] ?? 0), fields: undefined, message: error?.message ?? '' })
      return undefined
    },
  })
  parser.on('error', error => {
    failure = error
  })
  parser.resume()
  const drained = (): Row[] => {
    if (failure !== undefined) {
      throw new ConnectorError('INPUT_NOT_TEXT', failure instanceof Error ? failure.message : 'no CSV', {
        cause: failure,
      })
    }
    const taken = rows
    rows = []
    return taken
  }
  for await (const chunk of stream) {
    await new Promise<void>(resolve => {
      parser.write(decode(decoder, chunk), () => resolve())
    })
    yield* drained()
  }
  await new Promise<void>(resolve => {
    parser.once('close', () => resolve())
    parser.end(decode(decoder, undefined))
  })
  yield* drained()
}

function textDecoder(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true })
  } catch (cause) {
    throw new ConnectorError('MAPPING_INVALID', `/encoding: "${encoding}" is not an encoding`, { cause })
  }
}

function decode(decoder: TextDecoder, chunk: Uint8Array | undefined): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
  } catch (cause) {
    throw new ConnectorError(
      'INPUT_NOT_TEXT',
      `the file is not ${decoder.encoding}; name its encoding in the mapping`,
      {
        cause,
      },
    )
  }
}

function writeRow(fields: Fields, delimiter: string): string {
  const special = (field: string) => field.includes(delimiter) || /["\r\n]/.test(field)
  return fields.map(field => (special(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(delimiter)
}
