/** The levels of groups that are open: each is asked for when it is opened, more of its groups when they are wanted. */
import { useQueries } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'

import { useApi } from '../api/api-context.ts'
import { GROUPS_STEP } from '../api/calls.ts'
import { useNoticing } from '../api/queries.ts'
import type { GroupsAnswer } from '../api/types.ts'
import type { Asked } from './asked.ts'
import { keyOf, openPaths, type GroupStep, type Grouping, type Level } from './segments.ts'

/** The API gives no more groups of one level. */
const GROUPS_MAX = 1000

/** Levels that may stand in for those of a newer question. */
const KEPT_LEVELS_MAX = 50

const levelKey = (report: string, by: string, path: readonly GroupStep[]): string =>
  `${report}/${by}/${keyOf(path)}`

export interface Levels extends Grouping {
  /** The outermost level is asked for the first time. */
  waiting: boolean
  error: unknown
  toggle: (path: readonly GroupStep[]) => void
  showMore: (path: readonly GroupStep[]) => void
  retry: () => void
}

interface Opened {
  of: string
  paths: GroupStep[][]
  /** How many groups of a level are wanted, where it is not the first step. */
  limits: Record<string, number>
}

/** @param sort of the groups, such as `-count` */
export function useLevels(asked: Asked, columns: readonly string[], sort: string): Levels {
  const api = useApi()
  const noticing = useNoticing()
  // Other columns are other groups: nothing of them is open. What is open stays open under another filter.
  const of = JSON.stringify([asked.report, columns])
  const [opened, setOpened] = useState<Opened>({ of, paths: [], limits: {} })
  const { paths, limits }: Opened = opened.of === of ? opened : { of, paths: [], limits: {} }
  const shown = useMemo(() => openPaths(columns, paths), [columns, paths])

  const { report, question, zone, round } = asked
  // Only groups of the same level stand in for those that are asked for: others would be opened in their place.
  const kept = useRef(new Map<string, GroupsAnswer>())
  const answers = useQueries({
    queries: shown.map(path => {
      const by = columns[path.length] ?? ''
      const limit = limits[keyOf(path)] ?? GROUPS_STEP
      return {
        queryKey: ['groups', report, question, zone, round, by, sort, keyOf(path), limit],
        staleTime: 30_000,
        placeholderData: () => kept.current.get(levelKey(report, by, path)),
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          noticing(() => api.groups(report, question, { by, path, sort, zone, limit }, signal)),
      }
    }),
  })
  useEffect(() => {
    if (kept.current.size > KEPT_LEVELS_MAX) kept.current.clear()
    for (const [at, path] of shown.entries()) {
      const answer = answers[at]
      if (answer?.isSuccess && !answer.isPlaceholderData)
        kept.current.set(levelKey(report, columns[path.length] ?? '', path), answer.data)
    }
  })
  const known = new Map<string, Level>()
  for (const [at, path] of shown.entries()) {
    const answer = answers[at]
    if (answer?.data) known.set(keyOf(path), answer.data)
    else if (answer?.isError) known.set(keyOf(path), { groups: [], total: 0, failed: true })
  }
  const change = useCallback(
    (how: (now: Opened) => Opened) =>
      setOpened(now => how(now.of === of ? now : { of, paths: [], limits: {} })),
    [of],
  )
  const open = useMemo(() => new Set(paths.map(keyOf)), [paths])
  return {
    columns,
    isOpen: key => open.has(key),
    levelOf: path => known.get(keyOf(path)),
    waiting: answers[0]?.isPending ?? false,
    error: answers[0]?.error ?? undefined,
    toggle: path =>
      change(now => {
        const key = keyOf(path)
        const without = now.paths.filter(other => keyOf(other) !== key)
        return { ...now, paths: without.length < now.paths.length ? without : [...now.paths, [...path]] }
      }),
    showMore: path =>
      change(now => {
        const key = keyOf(path)
        const limit = Math.min(GROUPS_MAX, (now.limits[key] ?? GROUPS_STEP) * 4)
        return { ...now, limits: { ...now.limits, [key]: limit } }
      }),
    retry: () => {
      for (const answer of answers) if (answer.isError) void answer.refetch()
    },
  }
}
