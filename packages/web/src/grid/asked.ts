/** What the rows of a grid answer, as one value; and a filter text as part of it. */
import type { ReportId } from '@daybook/query'

export interface Asked {
  report: ReportId
  /** From state/question.ts. */
  question: string
  /** As the API reads it; empty = newest first. */
  sort: string
  /** IANA name of the clock of groups of time. */
  zone: string
  round: number
  /** Equal for questions that differ only in when they were put: old rows may stand in for new ones. */
  standing: string
}

/** The direction of time, where rows are in the order of time alone. */
export function orderOf(sort: string): 'newest' | 'oldest' | undefined {
  if (sort === '' || sort === '-occurredAt') return 'newest'
  return sort === 'occurredAt' ? 'oldest' : undefined
}
