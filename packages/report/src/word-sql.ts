/**
 * How texts are made comparable in SQL: lower case, words, wildcards and phrases, exactly as the query room does it in memory.
 * Words consist of letters, digits and characters beyond ASCII, so a pattern made of them needs no escapes.
 */

/** Lower case with one sigma, as `lowerText()`. */
export function loweredSql(text: string): string {
  return `replaceAll(lowerUTF8(${text}), 'ς', 'σ')`
}

/** JSON text as what is searched: an escape such as \\n must not glue its letter to the next word. */
export function unescapedSql(json: string): string {
  return String.raw`replaceRegexpAll(${json}, '\\\\(u[0-9a-f]{4}|.)', ' ')`
}

/** The same for one value. Most have no escape, and to look for one is much cheaper. */
export function plainJsonSql(json: string): string {
  return String.raw`if(position(${json}, '\\') = 0, ${json}, ${unescapedSql(json)})`
}

const SEPARATOR = String.raw`[\x00-/:-@\[-\x60{-\x7f]`
const OF_WORD = String.raw`[^\x00-/:-@\[-\x60{-\x7f]`

/** A regular expression for lower-case texts in which these words follow each other. */
export function phrasePattern(words: readonly string[]): string {
  return `(^|${SEPARATOR})${words.join(`${SEPARATOR}+`)}(${SEPARATOR}|$)`
}

/** A regular expression for lower-case texts with a word of these parts and anything between two of them. */
export function wordPattern(parts: readonly string[]): string {
  return `(^|${SEPARATOR})${parts.join(`${OF_WORD}*`)}(${SEPARATOR}|$)`
}

/** A pattern of LIKE for whole texts of these parts. */
export function likePattern(parts: readonly string[]): string {
  return parts.map(part => part.replaceAll(/[\\%_]/g, String.raw`\$&`)).join('%')
}
