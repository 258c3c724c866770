/** How much a view shows of the last 30 days, as React state, kept for a while: cards are looked at often. */
import { parseQuery } from '@daybook/query'
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { useApi } from '../../api/api-context.ts'
import { noticing } from '../../api/queries.ts'
import { questionOf } from '../../state/question.ts'
import { PRESETS, type PresetId } from './built-in.ts'
import { factsOf, type ShownView } from './shown-view.ts'

const KEPT_MS = 5 * 60_000

export function useViewBars(view: ShownView) {
  const api = useApi()
  const queries = useQueryClient()
  const [now] = useState(() => Date.now())
  const { q } = factsOf(view).state
  const asks = parseQuery(q).errors.length === 0
  return useQuery({
    queryKey: ['view-bars', view.report, q],
    staleTime: KEPT_MS,
    queryFn: asks
      ? ({ signal }) =>
          noticing(queries, () =>
            api.summary(
              view.report,
              questionOf({ range: { preset: '30d' }, q, zone: 'UTC' }, now),
              'UTC',
              signal,
            ),
          )
      : skipToken,
  })
}

export const isPresetId = (id: string): id is PresetId => PRESETS.some(preset => preset.id === id)
