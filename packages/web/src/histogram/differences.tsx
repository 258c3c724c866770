/** The values that set a stretch of time apart from the time around it, the greatest difference first. */
import type { FieldName } from '@daybook/query'
import { useQuery } from '@tanstack/react-query'

import { useApi } from '../api/api-context.ts'
import { useNoticing } from '../api/queries.ts'
import type { Difference } from '../api/types.ts'
import { ErrorState } from '../components/states.tsx'
import { Text } from '../components/text.tsx'
import { useNumbers, useT } from '../i18n/use-t.ts'
import { fieldLabel } from '../i18n/words.ts'
import type { HistogramToolsProps } from './histogram-tools.tsx'

const SHOWN_MAX = 12
/** Fields of the answer by their names in the filter language. */
const FIELD: Readonly<Record<string, FieldName>> = {
  application: 'application',
  entity: 'entity',
  activity: 'activity',
  actor: 'actor',
  category: 'category',
  outcome: 'outcome',
  access: 'access',
  ip: 'ip',
  region: 'region',
  attribute: 'attr',
}

export function Differences({ report, question, around, labelOf, onPick }: HistogramToolsProps) {
  const t = useT()
  const api = useApi()
  const noticing = useNoticing()
  const { count } = useNumbers()
  const base = {
    ...(around?.from === undefined ? {} : { from: new Date(around.from).toISOString() }),
    ...(around?.to === undefined ? {} : { to: new Date(around.to).toISOString() }),
  }
  const answer = useQuery({
    queryKey: ['differences', report, question, base],
    staleTime: 60_000,
    queryFn: ({ signal }) => noticing(() => api.differences(report, question, base, signal)),
  })
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
  if (!answer.data) return <p className="hint">{t('report.counting')}</p>
  const found = Object.entries(answer.data.fields)
    .flatMap(([name, values]) => {
      const field = FIELD[name]
      return field === undefined ? [] : values.map(value => ({ ...value, field, name }))
    })
    .toSorted((a, b) => b.score - a.score)
    .slice(0, SHOWN_MAX)
  return (
    <>
      <h2>{t('histogram.different')}</h2>
      <p className="hint">
        {t('histogram.compared', { here: count(answer.data.here), rest: count(answer.data.rest) })}
      </p>
      {found.length === 0 && <p className="hint">{t('histogram.nothingDifferent')}</p>}
      <ul>
        {found.map(({ field, name, ...value }) => (
          <li key={`${field}/${value.value}`}>
            <DifferenceLine
              field={field}
              value={value}
              label={value.label ?? labelOf(name, value.value)}
              onOnly={() => onPick(field, value.value, 'only')}
            />
          </li>
        ))}
      </ul>
    </>
  )
}

interface DifferenceLineProps {
  field: FieldName
  value: Difference
  label: string
  onOnly: () => void
}

function DifferenceLine({ field, value, label, onOnly }: DifferenceLineProps) {
  const t = useT()
  const { hereShare, restShare } = value
  const most = Math.max(hereShare, restShare, 0.0001)
  const named = value.value === '' ? t('grid.none') : label
  return (
    <button type="button" className="difference-line" disabled={value.value === ''} onClick={onOnly}>
      <span className="difference-name">
        <span className="quiet">{fieldLabel(t, field)}</span>
        <Text>{named}</Text>
      </span>
      <span className="difference-bars" aria-hidden>
        <i data-side="here" style={{ width: `${(hereShare / most) * 100}%` }} />
        <i style={{ width: `${(restShare / most) * 100}%` }} />
      </span>
      <span className="difference-shares">
        <b>{percent(hereShare)}</b>
        <span className="quiet">{t('histogram.against', { share: percent(restShare) })}</span>
      </span>
    </button>
  )
}

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`
