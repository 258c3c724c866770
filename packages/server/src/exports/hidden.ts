/** What cannot be exported by somebody from whom values are hidden: it would tell them, or cannot leave them out. */
import type { ExportRequest } from '@daybook/query'

import type { Sight } from '../masking.ts'
import type { ExportQuestion } from './question.ts'

/** Orders by these would tell about values that are not shown. */
const VALUE_COLUMNS: ReadonlySet<string> = new Set(['old', 'new'])

/** A sentence, or undefined when it can be exported. */
export function hiddenProblem(
  { hidden = [] }: Sight,
  { format }: ExportRequest,
  { sort }: Pick<ExportQuestion, 'sort'>,
): string | undefined {
  if (hidden.length === 0) return undefined
  if (format === 'parquet')
    return 'Some values are hidden from you, and Parquet is written by the engine, which has them all. Take NDJSON or CSV.'
  if (sort.some(({ column }) => VALUE_COLUMNS.has(column)))
    return 'Rows cannot be sorted by values of which some are hidden from you.'
  return undefined
}
