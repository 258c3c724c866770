/**
 * The question whose rows are on the page: the one asked, once its first rows are there, and until then the one before.
 * So a filter click never blanks the page, and what is shown always belongs together.
 */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { useApi } from '../../api/api-context.ts'
import { useNoticing } from '../../api/queries.ts'
import type { RowsAnswer } from '../../api/types.ts'
import type { Asked } from '../../grid/asked.ts'
import { pageQuery } from '../../grid/use-pages.ts'

export interface Settled {
  /** Undefined before the first answer. */
  asked: Asked | undefined
  /** The first page of what is on the page. */
  first: RowsAnswer | undefined
  /** Another question is being answered. */
  busy: boolean
  /** Why the question could not be answered. */
  error: unknown
  retry: () => void
}

/** @param wanted undefined while the filter cannot be read: what was there stays */
export function useSettled(wanted: Asked | undefined, fallback: Asked): Settled {
  const api = useApi()
  const noticing = useNoticing()
  const query = useQuery({
    ...pageQuery(api, noticing, wanted ?? fallback, { path: [], page: 0 }, undefined),
    enabled: wanted !== undefined,
  })
  const [settled, setSettled] = useState<{ asked: Asked; first: RowsAnswer }>()
  const arrived = wanted !== undefined && query.data !== undefined
  if (arrived && (settled?.asked !== wanted || settled.first !== query.data)) {
    if (settled?.first !== query.data || JSON.stringify(settled.asked) !== JSON.stringify(wanted))
      setSettled({ asked: wanted, first: query.data })
  }
  return {
    asked: settled?.asked,
    first: settled?.first,
    busy: wanted !== undefined && !arrived && !query.isError,
    error: wanted !== undefined && query.isError ? query.error : undefined,
    retry: () => void query.refetch(),
  }
}
