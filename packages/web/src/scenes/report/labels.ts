/** What outlives the answer that brought it: the last summary, and the names that filter values were given. */
import type { Field } from '@daybook/query'
import { useCallback, useRef, useState } from 'react'

import type { Summary } from '../../api/types.ts'
import { nameOf } from '../../components/facet.tsx'
import { useT } from '../../i18n/use-t.ts'

/** Values are few: what a reader has seen on one page. */
const NAMES_MAX = 5000

/** The newest summary that there was, so that the filters stay in reach while an answer fails. */
export function useLast(summary: Summary | undefined): Summary | undefined {
  const [last, setLast] = useState(summary)
  if (summary !== undefined && summary !== last) setLast(summary)
  return summary ?? last
}

/** Remembers names across answers, because a chosen value may not occur in the next one. */
export function useLabels(summary: Summary | undefined): (field: Field, value: string) => string {
  const t = useT()
  const names = useRef(new Map<string, string>())
  if (names.current.size > NAMES_MAX) names.current.clear()
  for (const [field, values] of Object.entries(summary?.facets ?? {})) {
    for (const value of values) if (value.label) names.current.set(`${field}/${value.value}`, value.label)
  }
  return useCallback(
    (field, value) => {
      const label = names.current.get(`${field}/${value}`)
      return nameOf(t, field, label === undefined ? { value, count: 0 } : { value, count: 0, label })
    },
    [t],
  )
}
