/** The shape of a report over time, and what can be asked of it. What a stretch was cut out of is what it is compared with. */
import type { Field } from '@daybook/query'
import { Suspense, useState } from 'react'

import { lazyPart } from '../../components/lazy-part.ts'
import { Histogram } from '../../histogram/histogram.tsx'
import type { Range } from '../../state/range.ts'
import type { ReportControl } from '../../state/use-report-state.ts'
import { standingOf, type ReportData } from './use-report-data.ts'

const HistogramTools = lazyPart(
  async () => (await import('../../histogram/histogram-tools.tsx')).HistogramTools,
)

export interface ChartProps {
  data: ReportData
  control: ReportControl
  labelOf: (field: Field, value: string) => string
}

export function Chart({ data, control, labelOf }: ChartProps) {
  const { state, question, range, change } = control
  const [around, setAround] = useState<{ of: string; range: Range }>()
  const { histogram } = data
  return (
    <Histogram
      answer={histogram}
      busy={data.summary.isPlaceholderData}
      tools={
        histogram &&
        question !== undefined && (
          <Suspense fallback={null}>
            <HistogramTools
              report={data.asked.report}
              question={question}
              histogram={histogram}
              around={around?.of === standingOf(state) ? around.range : undefined}
              comparable={range.from !== undefined && range.to !== undefined}
              labelOf={(field, value) => labelOf(field as Field, value)}
              onPick={control.pick}
            />
          </Suspense>
        )
      }
      onZoom={zoomed => {
        setAround({ of: standingOf({ range: zoomed, q: state.q }), range })
        change({ range: zoomed })
      }}
    />
  )
}
