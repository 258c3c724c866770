/** How a CSV is written: what stands between its fields, its first bytes, and what happens to texts that look like formulas. */
import type { CsvOptions } from '@daybook/query'

import { useT } from '../../i18n/use-t.ts'

export type CsvChoice = Required<CsvOptions>

const SEPARATORS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const
const NAMES = Object.keys(SEPARATORS) as (keyof typeof SEPARATORS)[]

export function CsvFields({ csv, onCsv }: { csv: CsvChoice; onCsv: (csv: CsvChoice) => void }) {
  const t = useT()
  return (
    <>
      <fieldset className="labelled">
        <legend>{t('exports.dialog.separator')}</legend>
        <div className="segments">
          {NAMES.map(name => (
            <label key={name}>
              <input
                type="radio"
                className="hidden"
                name="separator"
                checked={csv.separator === SEPARATORS[name]}
                onChange={() => onCsv({ ...csv, separator: SEPARATORS[name] })}
              />
              <span>{t(`exports.dialog.separators.${name}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <Check
        label={t('exports.dialog.guard')}
        hint={t('exports.dialog.guardHint')}
        on={csv.guardFormulas}
        onChange={guardFormulas => onCsv({ ...csv, guardFormulas })}
      />
      <Check
        label={t('exports.dialog.bom')}
        hint={t('exports.dialog.bomHint')}
        on={csv.bom}
        onChange={bom => onCsv({ ...csv, bom })}
      />
    </>
  )
}

interface CheckProps {
  label: string
  hint: string
  on: boolean
  onChange: (on: boolean) => void
}

function Check({ label, hint, on, onChange }: CheckProps) {
  return (
    <label className="check-line">
      <input type="checkbox" checked={on} onChange={event => onChange(event.target.checked)} />
      <span>
        <b>{label}</b>
        <small>{hint}</small>
      </span>
    </label>
  )
}
