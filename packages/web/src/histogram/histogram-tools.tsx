/** What can be asked of the chart beside zooming: what sets this time apart, and the same numbers as a table. */
import '../styles/chart-tools.css'

import { Popover } from '@base-ui/react/popover'
import type { FieldName, ReportId } from '@daybook/query'
import { Sparkles, Table2 } from 'lucide-react'

import type { Histogram } from '../api/types.ts'
import { useNumbers, useT } from '../i18n/use-t.ts'
import type { Picking } from '../state/picking.ts'
import type { Range } from '../state/range.ts'
import { stampOn } from '../time/clock.ts'
import { useClock } from '../time/use-clock.ts'
import { Differences } from './differences.tsx'
import { OUTCOMES, sumsOf } from './outcomes.ts'

export interface HistogramToolsProps {
  report: ReportId
  question: string
  histogram: Histogram
  /** The time that this one was cut out of; absent = all time. */
  around: Range | undefined
  /** All time has nothing around it. */
  comparable: boolean
  labelOf: (field: string, value: string) => string
  onPick: (field: FieldName, value: string, how: Picking) => void
}

export function HistogramTools(props: HistogramToolsProps) {
  const t = useT()
  return (
    <div className="histogram-tools">
      {props.comparable && (
        <Popover.Root>
          <Popover.Trigger className="button" data-kind="ghost" data-small data-testid="differences">
            <Sparkles size={13} aria-hidden />
            {t('histogram.different')}
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Positioner className="floating" sideOffset={6} align="end">
              <Popover.Popup className="menu differences-popup" aria-label={t('histogram.different')}>
                <Differences {...props} />
              </Popover.Popup>
            </Popover.Positioner>
          </Popover.Portal>
        </Popover.Root>
      )}
      <Popover.Root>
        <Popover.Trigger
          className="icon-button"
          data-small
          aria-label={t('histogram.asTable')}
          title={t('histogram.asTable')}
        >
          <Table2 size={14} aria-hidden />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner className="floating" sideOffset={6} align="end">
            <Popover.Popup className="menu histogram-table" aria-label={t('histogram.asTable')}>
              <BarsTable histogram={props.histogram} />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </div>
  )
}

function BarsTable({ histogram }: { histogram: Histogram }) {
  const t = useT()
  const { count } = useNumbers()
  const clock = useClock()
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('histogram.from')}</th>
          <th scope="col">{t('histogram.all')}</th>
          {OUTCOMES.map(outcome => (
            <th scope="col" key={outcome}>
              {t(`words.outcomes.${outcome}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {histogram.buckets.map(bar => {
          const sums = sumsOf([bar])
          return (
            <tr key={bar.at}>
              <th scope="row">{stampOn(clock, bar.at)}</th>
              <td>{count(bar.count)}</td>
              {OUTCOMES.map(outcome => (
                <td key={outcome}>{count(sums[outcome])}</td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
