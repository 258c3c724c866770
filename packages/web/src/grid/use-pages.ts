/** The rows under a window: the pages around it are fetched, and a row is found by its number. */
import { useQueries, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

import { useApi } from '../api/api-context.ts'
import { FRESH_MS, useNoticing } from '../api/queries.ts'
import type { Histogram, ReportRow, RowsAnswer } from '../api/types.ts'
import { orderOf, type Asked } from './asked.ts'
import { PAGE_ROWS, pagesOf, placeInOrder, placeOf, type PageKey, type Place } from './pages.ts'
import { keyOf, type GroupStep, type Lines } from './segments.ts'
import type { UsedRowWindow } from './use-row-window.ts'

/** Lines beyond the window whose rows are fetched in advance: more of them where the reader is going. */
const AHEAD = 240
const BEHIND = 80
/** Pages that may stand in for those of a newer question. */
const KEPT_PAGES_MAX = 200

type SeenWindow = Pick<UsedRowWindow, 'start' | 'end' | 'onwards'>

export interface Pages {
  /** Undefined while it is fetched, and of lines that are no rows of pages. */
  rowAt: (line: number) => ReportRow | undefined
  /** Every row that is here, in order. */
  loaded: ReportRow[]
  fetching: boolean
  error: unknown
  retry: () => void
}

export function pageQuery(
  api: ReturnType<typeof useApi>,
  noticing: ReturnType<typeof useNoticing>,
  asked: Asked,
  { path, page, of }: PageKey,
  histogram: Histogram | undefined,
) {
  const { report, question, sort, zone } = asked
  const order = orderOf(sort)
  const place = (row: number): Place => {
    if (order === undefined) return placeInOrder(report, row, of)
    // The bars count the rows of all groups together, so only the whole report is found by them.
    return path.length === 0 ? placeOf(row, histogram, order) : { skip: row }
  }
  return {
    queryKey: keyOfPage(asked, path, page),
    staleTime: FRESH_MS,
    gcTime: FRESH_MS,
    queryFn: ({ signal, client }: { signal: AbortSignal; client: QueryClient }): Promise<RowsAnswer> => {
      const row = page * PAGE_ROWS
      const cursor = cursorTo(client, asked, path, page)
      return noticing(() =>
        api.rows(report, question, { sort, path, zone, ...place(row), ...cursor }, signal),
      )
    },
  }
}

const keyOfPage = (
  { report, question, sort, zone, round }: Asked,
  path: readonly GroupStep[],
  page: number,
) => ['rows', report, question, sort, zone, round, keyOf(path), page]

/**
 * The pages in sight, and those around them that are here or beside one that is: after a jump what is seen comes first,
 * and what may be seen next follows page by page, mostly by cursor, which costs the server no counting.
 */
function neededPages(client: QueryClient, asked: Asked, lines: Lines, window: SeenWindow): PageKey[] {
  const { start, end, onwards } = window
  const inSight = new Set(pagesOf(lines, start, end).map(nameOfPage))
  const [before, after] = onwards ? [BEHIND, AHEAD] : [AHEAD, BEHIND]
  const isHere = ({ path }: PageKey, page: number) =>
    client.getQueryData(keyOfPage(asked, path, page)) !== undefined
  return pagesOf(lines, start - before, end + after).filter(
    key => inSight.has(nameOfPage(key)) || [0, -1, 1].some(step => isHere(key, key.page + step)),
  )
}

const nameOfPage = ({ path, page }: PageKey): string => `${keyOf(path)}/${page}`

/** The place of a page behind or before one that is there: scrolling goes from page to page. */
function cursorTo(
  client: QueryClient,
  asked: Asked,
  path: readonly GroupStep[],
  page: number,
): { cursor?: string } {
  const answer = (other: number) => client.getQueryData<RowsAnswer>(keyOfPage(asked, path, other))
  const cursor = answer(page - 1)?.nextCursor ?? answer(page + 1)?.prevCursor
  return cursor === undefined ? {} : { cursor }
}

export function usePages(
  asked: Asked,
  lines: Lines,
  window: SeenWindow,
  histogram: Histogram | undefined,
): Pages {
  const api = useApi()
  const noticing = useNoticing()
  const needed = neededPages(useQueryClient(), asked, lines, window)
  const kept = useRef(new Map<string, RowsAnswer>())
  const nameOf = (key: PageKey) => `${asked.report}/${asked.standing}/${nameOfPage(key)}`
  const answers = useQueries({
    queries: needed.map(key => ({
      ...pageQuery(api, noticing, asked, key, histogram),
      placeholderData: () => kept.current.get(nameOf(key)),
    })),
  })
  const pages = new Map<string, ReportRow[]>()
  const loaded: ReportRow[] = []
  for (const [at, key] of needed.entries()) {
    const rows = answers[at]?.data?.rows
    if (rows === undefined) continue
    pages.set(nameOfPage(key), rows)
    loaded.push(...rows)
  }
  useEffect(() => {
    const { current } = kept
    if (current.size > KEPT_PAGES_MAX) current.clear()
    for (const [at, key] of needed.entries()) {
      const answer = answers[at]
      if (answer?.isSuccess && !answer.isPlaceholderData) current.set(nameOf(key), answer.data)
    }
  })
  return {
    rowAt(line) {
      const here = lines.at(line)
      if (here?.segment.kind !== 'rows') return undefined
      const page = Math.floor(here.offset / PAGE_ROWS)
      return pages.get(nameOfPage({ path: here.segment.path, page }))?.[here.offset % PAGE_ROWS]
    },
    loaded,
    fetching: answers.some(answer => answer.isFetching),
    error: answers.find(answer => answer.isError)?.error ?? undefined,
    retry: () => {
      for (const answer of answers) if (answer.isError) void answer.refetch()
    },
  }
}
