/**
 * Event text comes from strangers: this makes visible what would hide, reorder or break the text around it.
 * The pieces joined hold no control character, no bidirectional override and no lone surrogate.
 */

export interface Piece {
  text: string
  /** A stand-in for a character that cannot be seen. */
  stand?: true
}

// C0 and C1 controls, soft hyphen, bidirectional marks and overrides, zero-width and invisible characters, line
// separators, tag characters, interlinear marks, the byte order mark and halves of a surrogate pair. U+200C and
// U+200D stay: Persian and emoji need them.
const UNSEEN =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Cs}]/gu

const NAMED: Record<number, string> = { 0x09: '⇥', 0x0a: '⏎', 0x0d: '⟨CR⟩', 0x1b: '⟨ESC⟩', 0x00: '⟨NUL⟩' }

/** Splits text at characters that cannot be seen and names them. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = []
  let start = 0
  for (const match of text.matchAll(UNSEEN)) {
    if (match.index > start) found.push({ text: text.slice(start, match.index) })
    found.push({ text: standIn(match[0].codePointAt(0) ?? 0), stand: true })
    start = match.index + match[0].length
  }
  if (start < text.length) found.push({ text: text.slice(start) })
  return found
}

/** The same as one string, for titles and labels. */
export const visible = (text: string): string =>
  pieces(text)
    .map(piece => piece.text)
    .join('')

/** At most `max` UTF-16 units with an ellipsis, never half a character. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text
  const cut = text.slice(0, max - 1)
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`
}

function standIn(code: number): string {
  const named = NAMED[code]
  if (named !== undefined) return named
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}
