/** One side of a change in a table cell: sign, colour and the words that differ. */
import { Minus, Plus } from 'lucide-react'

import type { Json } from '../api/types.ts'
import { useT } from '../i18n/use-t.ts'
import { markDifference, valueText } from '../text/value.ts'
import { clip, visible } from '../text/visible.ts'
import { Pieces } from './text.tsx'

const SHOWN_CHARS_MAX = 300
const TITLE_CHARS_MAX = 1000

export interface ValueProps {
  side: 'old' | 'new'
  value: Json | undefined
  other: Json | undefined
}

export function Value({ side, value, other }: ValueProps) {
  const t = useT()
  if (value === undefined) {
    return <span className="quiet">{side === 'old' ? t('grid.notSet') : t('grid.removed')}</span>
  }
  const Sign = side === 'old' ? Minus : Plus
  const text = valueText(value)
  return (
    <span className="value" data-side={side} title={visible(clip(text, TITLE_CHARS_MAX))}>
      <Sign size={11} strokeWidth={2.6} role="img" aria-label={t(`grid.${side}`)} />
      <span className="text" dir="auto">
        <MarkedText
          text={clip(text, SHOWN_CHARS_MAX)}
          other={other === undefined ? undefined : valueText(other)}
        />
      </span>
    </span>
  )
}

export function MarkedText({ text, other }: { text: string; other: string | undefined }) {
  if (other === undefined) return <Pieces text={text} />
  const { before, marked, after } = markDifference(text, other)
  return (
    <>
      <Pieces text={before} />
      {marked !== '' && (
        <mark>
          <Pieces text={marked} />
        </mark>
      )}
      <Pieces text={after} />
    </>
  )
}
