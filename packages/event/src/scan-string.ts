/** Where a JSON string literal ends. */
/** A loop, not a regular expression: on a literal of many megabytes that one would exhaust the stack. */

const HEX = /^[0-9a-fA-F]{4}$/
const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * The position of the quote that closes the literal opened at `start`; of the first character that no literal may hold
 * (a raw control character, or a backslash without a known escape); or the length of the text.
 */
export function closingQuote(text: string, start: number): number {
  let at = start + 1
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === QUOTE || code < 0x20) return at
    if (code === BACKSLASH) {
      const length = escapeLength(text, at)
      if (length === 0) return at
      at += length
    } else at++
  }
  return text.length
}

function escapeLength(text: string, at: number): number {
  const kind = text[at + 1] ?? ''
  if (kind === 'u') return HEX.test(text.slice(at + 2, at + 6)) ? 6 : 0
  return kind !== '' && '"\\/bfnrt'.includes(kind) ? 2 : 0
}
