/** One part of the filter: its words take it back into the line to be changed, its cross takes it away. */
import type { Chip, Field } from '@daybook/query'
import { X } from 'lucide-react'

import { Text } from '../components/text.tsx'
import { useT, type T } from '../i18n/use-t.ts'
import { fieldLabel } from '../i18n/words.ts'
import { visible } from '../text/visible.ts'

const VALUES_SHOWN = 2

export interface FilterChipProps {
  chip: Chip
  labelOf: (field: Field, value: string) => string
  onEdit: () => void
  onRemove: () => void
}

export function FilterChip({ chip, labelOf, onEdit, onRemove }: FilterChipProps) {
  const t = useT()
  const { name, value } = wordsOf(t, chip, labelOf)
  const whole = [chip.not ? t('search.not') : '', name, value].filter(word => word !== '').join(' ')
  return (
    <span className="chip" data-side={chip.not ? 'not' : 'only'}>
      <button type="button" className="chip-text" title={visible(chip.text)} onClick={onEdit}>
        {chip.not && <b>{t('search.not')} </b>}
        {name !== '' && <span>{name}:</span>}
        <Text>{value}</Text>
      </button>
      <button type="button" aria-label={t('search.remove', { name: visible(whole) })} onClick={onRemove}>
        <X size={13} aria-hidden />
      </button>
    </span>
  )
}

function wordsOf(t: T, chip: Chip, labelOf: FilterChipProps['labelOf']): { name: string; value: string } {
  const { kind, field, values = [] } = chip
  if (kind !== 'term' || field === undefined) {
    const text = chip.not ? chip.text.slice(1) : chip.text
    return { name: '', value: kind === 'text' && !text.startsWith('"') ? `“${text}”` : text }
  }
  const shown = values.slice(0, VALUES_SHOWN).map(({ text }) => nameOf(field, text, labelOf))
  const more = values.length - shown.length
  return {
    name: fieldLabel(t, field),
    value: shown.join(t('search.or')) + (more > 0 ? ` +${more}` : ''),
  }
}

function nameOf(field: string, text: string, labelOf: FilterChipProps['labelOf']): string {
  if (field === 'outcome') return labelOf('outcome', text.toUpperCase())
  if (field === 'actor' || field === 'category') return labelOf(field, text)
  return text
}
