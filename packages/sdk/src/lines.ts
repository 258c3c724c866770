/**
 * Reads the NDJSON answer to NDJSON events.
 * Invariant: an answer without its closing summary counts as no answer, so a cut connection is never taken for success.
 */
import { DaybookError } from './errors.ts'
import type { LinesAnswer, LinesSummary, RefusedLine } from './types.ts'

interface AnswerLine extends Partial<RefusedLine> {
  status?: string
  summary?: LinesSummary & { complete?: boolean; detail?: string }
  /** Why a good line could not be recorded now. */
  code?: string
}

/** Throws 'NETWORK' for an answer that was cut off, 'UNAVAILABLE' when the server gave up, 'NOT_DAYBOOK' for one that is no NDJSON. */
export function readLinesAnswer(text: string, sent: number): LinesAnswer {
  const refused: RefusedLine[] = []
  let summary: LinesSummary | undefined
  for (const line of text.split('\n')) {
    if (line === '') continue
    const value = parseLine(line)
    if (value.summary) summary = completeSummary(value.summary)
    // The record was away: nothing is wrong with the line, so the whole request is sent again.
    else if (value.code !== undefined) throw new DaybookError('UNAVAILABLE', { detail: value.code })
    else if (value.status === 'refused' && value.line !== undefined)
      refused.push(refusedLine(value, value.line))
  }
  if (!summary || summary.sent !== sent) {
    throw new DaybookError('NETWORK', { detail: 'the answer ended before its summary' })
  }
  return { summary, refused }
}

function completeSummary(summary: LinesSummary & { complete?: boolean; detail?: string }): LinesSummary {
  if (summary.complete === false) {
    throw new DaybookError('UNAVAILABLE', { detail: summary.detail ?? 'the server stopped before the end' })
  }
  const { sent, recorded, duplicate, refused } = summary
  return { sent, recorded, duplicate, refused }
}

function refusedLine(value: AnswerLine, line: number): RefusedLine {
  return {
    line,
    ...(value.id === undefined ? {} : { id: value.id }),
    ...(value.problems === undefined ? {} : { problems: value.problems }),
    ...(value.conflict === undefined ? {} : { conflict: value.conflict }),
  }
}

function parseLine(line: string): AnswerLine {
  try {
    return JSON.parse(line) as AnswerLine
  } catch (cause) {
    // A line cut in the middle is a broken connection; text that never was JSON is another server.
    const code = line.startsWith('{') ? 'NETWORK' : 'NOT_DAYBOOK'
    throw new DaybookError(code, { detail: 'the answer is not NDJSON', cause })
  }
}
