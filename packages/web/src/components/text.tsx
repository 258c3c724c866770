/**
 * Text of events on the page: always text, isolated in its direction, invisible characters made visible.
 * However long or hostile a value is, it takes one clipped line unless it is told to wrap.
 */
import { clip, pieces, visible } from '../text/visible.ts'

/** Longer values are cut before they reach the page; the JSON of the entry has them whole. */
const LINE_CHARS_MAX = 300
const WRAP_CHARS_MAX = 20_000
const TITLE_CHARS_MAX = 1000

export interface TextProps {
  children: string
  className?: string
  wrap?: boolean
  title?: string
}

export function Text({ children, className = '', wrap = false, title }: TextProps) {
  const shown = clip(children, wrap ? WRAP_CHARS_MAX : LINE_CHARS_MAX)
  return (
    <span
      className={`text ${className}`}
      dir="auto"
      data-wrap={wrap || undefined}
      title={wrap ? undefined : visible(clip(title ?? children, TITLE_CHARS_MAX))}
    >
      <Pieces text={shown} />
    </span>
  )
}

/** The bare pieces, for text that already stands in an isolated element. */
export function Pieces({ text }: { text: string }) {
  return pieces(text).map((piece, at) =>
    piece.stand ? (
      <span className="stand-in" key={at}>
        {piece.text}
      </span>
    ) : (
      piece.text
    ),
  )
}
