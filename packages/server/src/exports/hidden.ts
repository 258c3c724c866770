/** What cannot be exported by somebody from whom values are hidden: it would tell them. */
import type { Sight } from '../masking.ts'
import type { ExportQuestion } from './question.ts'

/** Orders by these would tell about values that are not shown. */
const VALUE_COLUMNS: ReadonlySet<string> = new Set(['old', 'new'])

/** A sentence, or undefined when it can be exported. */
export function hiddenProblem(
  { hidden = [] }: Sight,
  { sort }: Pick<ExportQuestion, 'sort'>,
): string | undefined {
  if (hidden.length === 0 || !sort.some(({ column }) => VALUE_COLUMNS.has(column))) return undefined
  return 'Rows cannot be sorted by values of which some are hidden from you.'
}
