/**
 * The answers of POST /v1/events as text.
 * Written by hand because they are one per event; every value is a UUID, a whole number or one of our own words, so nothing needs escaping.
 */
import type { Problem } from '@daybook/event'
import type { Placed } from '@daybook/record'

/** `{"results":[…]}`, with `indexed` when the sender waited for the index. */
export function resultsText(placed: readonly Placed[], indexed?: boolean): string {
  let text = '{"results":['
  for (let i = 0; i < placed.length; i++) {
    const one = placed[i]
    if (one === undefined) continue
    if (i > 0) text += ','
    text += `{"id":"${one.id}","index":${one.index},"status":"${one.status}"}`
  }
  return indexed === undefined ? `${text}]}` : `${text}],"indexed":${indexed}}`
}

export function placedLine(line: number, placed: Placed): string {
  return `{"line":${line},"id":"${placed.id}","index":${placed.index},"status":"${placed.status}"}\n`
}

/** `detail` is one of: problems of the event, the conflict, or why the line could not be recorded. */
export interface Refusal {
  id?: string
  problems?: readonly Problem[]
  conflict?: { id: string; index?: number | undefined }
  code?: string
}

export function refusedLine(line: number, refusal: Refusal): string {
  return `${JSON.stringify({ line, status: 'refused', ...refusal })}\n`
}
