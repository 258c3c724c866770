/** What stands in the place of rows: none match, the filter cannot be read, or the answer failed. */
import type { ReportId } from '@daybook/query'

import { rangeLabel } from '../../components/range-picker.tsx'
import { EmptyState } from '../../components/states.tsx'
import { Text } from '../../components/text.tsx'
import { useT } from '../../i18n/use-t.ts'
import type { ReportControl } from '../../state/use-report-state.ts'
import { useClock } from '../../time/use-clock.ts'

export function NoRows({ report, control }: { report: ReportId; control: ReportControl }) {
  const t = useT()
  const clock = useClock()
  const { state, change } = control
  const filtered = state.q.trim() !== ''
  const preset = 'preset' in state.range ? state.range.preset : undefined
  return (
    <EmptyState
      title={t(`states.emptyTitle.${report}`)}
      actions={
        <>
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
        {errors.map(({ message, start }) => (
          <li key={`${start} ${message}`}>
            <Text wrap>{message}</Text>
          </li>
        ))}
      </ul>
    </EmptyState>
  )
}
