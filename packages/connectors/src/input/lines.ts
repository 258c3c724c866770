/**
 * Cuts bytes into lines of text.
 * Invariant: line numbers are those that an editor shows; a line that is no UTF-8 or too long is a problem of its own.
 */
import { isUtf8 } from 'node:buffer'
import { sourceProblem, type SourceProblem } from '../errors.ts'
import type { ByteStream } from '../source.ts'

/** Far above what an event may have, so that a longer line is surely no event. */
export const LINE_BYTES_MAX = 4 * 1024 * 1024

export type Line =
  { line: number; ok: true; text: string } | { line: number; ok: false; problem: SourceProblem; text: string }

/** What of a line that cannot be used is shown. */
const SHOWN_CHARACTERS = 200
const NEWLINE = 0x0a

/** Yields the lines of each chunk together, because one step per line would cost more than the line. Blank lines are left out. */
export async function* readLines(bytes: ByteStream): AsyncGenerator<Line[]> {
  let line = 1
  let rest: Uint8Array[] = []
  let restBytes = 0
  for await (const chunk of bytes) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const end = buffer.lastIndexOf(NEWLINE)
    if (end < 0) {
      // Of a line that is too long only the beginning is kept: enough to show it.
      if (restBytes <= LINE_BYTES_MAX) rest.push(buffer)
      restBytes += buffer.length
      continue
    }
    const found: Line[] = []
    line = cutLines(Buffer.concat([...rest, buffer.subarray(0, end)]), line, found)
    const remainder = buffer.subarray(end + 1)
    rest = remainder.length > 0 ? [remainder] : []
    restBytes = remainder.length
    if (found.length > 0) yield found
  }
  if (restBytes === 0) return
  const found: Line[] = []
  cutLines(Buffer.concat(rest), line, found)
  if (found.length > 0) yield found
}

/** Returns the number of the line after the last one. */
function cutLines(block: Buffer, firstLine: number, found: Line[]): number {
  let line = firstLine
  // One check and one decoding for the whole block; only a block with a bad byte is looked at line by line.
  if (isUtf8(block)) {
    for (const text of block.toString('utf8').split('\n')) addLine(text, line++, found)
    return line
  }
  for (let start = 0; start <= block.length;) {
    const newline = block.indexOf(NEWLINE, start)
    const end = newline < 0 ? block.length : newline
    const bytes = block.subarray(start, end)
    if (isUtf8(bytes)) addLine(bytes.toString('utf8'), line, found)
    else
      found.push({ line, ok: false, problem: sourceProblem('LINE_NOT_UTF8'), text: bytes.toString('utf8') })
    line++
    start = end + 1
  }
  return line
}

function addLine(raw: string, line: number, found: Line[]): void {
  const text = line === 1 && raw.startsWith('\uFEFF') ? raw.slice(1) : raw
  if (text.trim() === '') return
  if (text.length > LINE_BYTES_MAX) {
    const shown = `${text.slice(0, SHOWN_CHARACTERS).toWellFormed()}…`
    found.push({ line, ok: false, problem: sourceProblem('LINE_TOO_LONG'), text: shown })
    return
  }
  found.push({ line, ok: true, text: text.endsWith('\r') ? text.slice(0, -1) : text })
}
