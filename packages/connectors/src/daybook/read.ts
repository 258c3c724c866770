/**
 * Source `daybook`: one event of Daybook's own shape per line.
 * Invariant: the line goes to the server as it is, so that the server's own strict reading decides about it; only a
 * missing `id` is added, derived from the line.
 */
import { readJson } from '@daybook/event'
import { sourceProblem } from '../errors.ts'
import { isObject } from '../fit.ts'
import { readLines, type Line } from '../input/lines.ts'
import type { Source, SourceEvent, SourceItem } from '../source.ts'
import { Occurrences, repeatableId } from '../stable-id.ts'

export const daybook: Source = {
  name: 'daybook',
  title: 'NDJSON, one event per line, as in Daybook’s own API and exports',
  async *read(stream) {
    const occurrences = new Occurrences()
    for await (const lines of readLines(stream)) for (const line of lines) yield readEvent(line, occurrences)
  },
}

function readEvent(line: Line, occurrences: Occurrences): SourceItem {
  const at = { line: line.line, original: line.text }
  if (!line.ok) return { ...at, ok: false, problem: line.problem }
  let value: unknown
  try {
    value = readJson(line.text)
  } catch (error) {
    const detail = error instanceof Error ? error.message : undefined
    return { ...at, ok: false, problem: sourceProblem('LINE_NOT_JSON', '', detail) }
  }
  if (!isObject(value)) return { ...at, ok: false, problem: sourceProblem('LINE_NOT_OBJECT') }
  if (value['id'] !== undefined) {
    return { ...at, ok: true, event: value as unknown as SourceEvent, text: line.text }
  }
  const id = repeatableId('daybook', line.text.trim(), occurrences)
  return { ...at, ok: true, event: { ...value, id } as unknown as SourceEvent, text: withId(line.text, id) }
}

/** Puts the id in front of the first member and leaves every other byte alone. */
function withId(text: string, id: string): string {
  const members = text.slice(text.indexOf('{') + 1)
  return `{"id":"${id}"${members.trimStart().startsWith('}') ? '' : ','}${members}`
}
