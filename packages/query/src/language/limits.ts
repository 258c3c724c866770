/**
 * The named limits of a question written in the filter language.
 * They hold for what is typed and for what arrives over HTTP alike; every one has its own code and position.
 */

export const QUERY_LIMITS = {
  /** UTF-16 units of the whole text; what a URL can carry */
  lengthMax: 8192,
  /** terms, words and phrases of the whole text */
  termsMax: 100,
  /** values of one term */
  valuesMax: 100,
  /** UTF-16 units of one value or word */
  valueLengthMax: 1024,
  /** words of one value or phrase */
  wordsMax: 20,
  /** `*` of one value or word */
  wildcardsMax: 5,
  /** parentheses inside each other */
  depthMax: 20,
  /** problems told about one text; the rest would only hide them */
  problemsMax: 20,
} as const
