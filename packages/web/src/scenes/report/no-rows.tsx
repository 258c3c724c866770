/** What stands in the place of rows: none match, the filter cannot be read, or the answer failed. */
import { printQuery, widened, type ReportId } from '@daybook/query'

import { Hourglass } from 'lucide-react'
import { useLocale } from 'use-intl'

import { rangeLabel } from '../../components/range-picker.tsx'
import { EmptyState, ErrorState } from '../../components/states.tsx'
import { Text } from '../../components/text.tsx'
import { ApiError, isTooExpensive } from '../../errors.ts'
import { filterProblemWords, problemWords } from '../../i18n/problem-words.ts'
import { useT } from '../../i18n/use-t.ts'
import { PRESET_IDS, type Preset } from '../../state/range.ts'
import type { ReportControl } from '../../state/use-report-state.ts'
import { useClock } from '../../time/use-clock.ts'

export function NoRows({ report, control }: { report: ReportId; control: ReportControl }) {
  const t = useT()
  const clock = useClock()
  const { state, change } = control
  const filtered = state.q.trim() !== ''
  const preset = 'preset' in state.range ? state.range.preset : undefined
  const wide = widened(control.parsed.query)
  return (
    <EmptyState
      title={t(`states.emptyTitle.${report}`)}
      actions={
        <>
          {wide !== undefined && (
            <button type="button" className="button" onClick={() => change({ q: printQuery(wide) })}>
              {t('states.widen')}
            </button>
          )}
          {filtered && (
            <button type="button" className="button" onClick={() => change({ q: '' })}>
              {t('states.clearFilters')}
            </button>
          )}
          {preset !== '90d' && preset !== 'all' && (
            <button type="button" className="button" onClick={() => change({ range: { preset: '90d' } })}>
              {t('states.ninety')}
            </button>
          )}
          {preset !== 'all' && (
            <button type="button" className="button" onClick={() => change({ range: { preset: 'all' } })}>
              {t('states.allTime')}
            </button>
          )}
        </>
      }
    >
      {preset === 'all' && !filtered
        ? t('states.emptyAll')
        : t(filtered ? 'states.emptyFiltered' : 'states.emptyRange', {
            range: rangeLabel(t, state.range, clock),
          })}
    </EmptyState>
  )
}

/** The rows could not be read. A question that costs too much is narrowed; anything else is asked again. */
export function FailedRows({
  control,
  error,
  onRetry,
}: {
  control: ReportControl
  error: unknown
  onRetry: () => void
}) {
  const t = useT()
  const locale = useLocale()
  if (!(error instanceof ApiError) || !isTooExpensive(error))
    return <ErrorState error={error} onRetry={onRetry} />
  const { title, detail } = problemWords(t, locale, error)
  const { range } = control.state
  const shorter = (['7d', '24h', '1h'] as const).filter(
    preset => !('preset' in range) || isLonger(range.preset, preset),
  )
  return (
    <EmptyState
      icon={Hourglass}
      title={t('states.tooExpensive')}
      actions={
        <>
          {shorter.map(preset => (
            <button
              type="button"
              className="button"
              key={preset}
              onClick={() => control.change({ range: { preset } })}
            >
              {t(`words.presets.${preset}`)}
            </button>
          ))}
          <button type="button" className="button" onClick={onRetry}>
            {t('states.retry')}
          </button>
        </>
      }
    >
      <p>
        <Text wrap>{detail ?? title}</Text>
      </p>
    </EmptyState>
  )
}

const isLonger = (one: Preset, other: Preset) => PRESET_IDS.indexOf(one) > PRESET_IDS.indexOf(other)

/** The place in the text is shown by the search bar; here stands that nothing was asked. */
export function UnreadableFilter({ control }: { control: ReportControl }) {
  const t = useT()
  const { errors } = control.parsed
  return (
    <EmptyState
      title={t('states.unreadable')}
      actions={
        <button type="button" className="button" onClick={() => control.change({ q: '' })}>
          {t('states.clearFilters')}
        </button>
      }
    >
      <ul>
        {errors.map(problem => (
          <li key={`${problem.start} ${problem.message}`}>
            <Text wrap>{filterProblemWords(t, problem)}</Text>
          </li>
        ))}
      </ul>
    </EmptyState>
  )
}
