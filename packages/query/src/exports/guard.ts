/**
 * The guard against formulas: a text that a spreadsheet would run gets an apostrophe before it.
 * Numbers stay as they are, so that -5 can be summed; the report room says the same in SQL.
 */

/** Characters that begin a formula, full-width ones included, or that spreadsheets skip before one. */
export const FORMULA_STARTS = '=+-@\t\r\n＝＋－＠'
/** The same as a class of a regular expression of both languages. */
export const FORMULA_PATTERN = '^[=+@\\t\\r\\n＝＋－＠-]'
export const NUMBER_PATTERN = '^[+-]?[0-9]+([.][0-9]+)?$'

const NUMBER = new RegExp(NUMBER_PATTERN)
const STARTS = new Set(FORMULA_STARTS)

export function guarded(text: string): string {
  const first = text[0]
  if (first === undefined || !STARTS.has(first) || NUMBER.test(text)) return text
  return `'${text}`
}
