/** Source `cloudtrail`: records of AWS CloudTrail, one per line or in `{"Records":[…]}` files. */
import { sourceProblem } from '../errors.ts'
import { isObject, parseForeignJson } from '../fit.ts'
import { readJsonRecords } from '../input/json-records.ts'
import type { Line } from '../input/lines.ts'
import type { Source, SourceItem } from '../source.ts'
import { eventOfRecord } from './event.ts'

const WRAPPERS: ReadonlySet<string> = new Set(['Records'])

export const cloudtrail: Source = {
  name: 'cloudtrail',
  title: 'AWS CloudTrail: {"Records":[…]} files or one record per line',
  async *read(stream) {
    for await (const lines of readJsonRecords(stream, WRAPPERS))
      for (const line of lines) yield readRecord(line)
  },
}

function readRecord(line: Line): SourceItem {
  const at = { line: line.line, original: line.text }
  if (!line.ok) return { ...at, ok: false, problem: line.problem }
  let value: unknown
  try {
    value = parseForeignJson(line.text)
  } catch (error) {
    const detail = error instanceof Error ? error.message : undefined
    return { ...at, ok: false, problem: sourceProblem('LINE_NOT_JSON', '', detail) }
  }
  if (!isObject(value)) return { ...at, ok: false, problem: sourceProblem('LINE_NOT_OBJECT') }
  const event = eventOfRecord(value, line.text)
  if (event) return { ...at, ok: true, event }
  const detail = 'A CloudTrail record has eventTime, eventSource and eventName.'
  return { ...at, ok: false, problem: sourceProblem('RECORD_INCOMPLETE', '', detail) }
}
