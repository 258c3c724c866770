/** All views there are for this reader, how they are opened, and how saved ones are changed. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'

import { useApi } from '../../api/api-context.ts'
import { noticing } from '../../api/queries.ts'
import type { View, ViewInput } from '../../api/views.ts'
import { useT } from '../../i18n/use-t.ts'
import { rememberView } from '../../state/recent.ts'
import { parseSearch } from '../../state/url.ts'
import { LAYOUT_VIEWS, PRESETS } from './built-in.ts'
import { shownView, type ShownView } from './shown-view.ts'

const KEY = ['views'] as const

export function useSavedViews() {
  const api = useApi()
  const queries = useQueryClient()
  return useQuery({
    queryKey: KEY,
    staleTime: 30_000,
    queryFn: ({ signal }) => noticing(queries, () => api.views(signal)),
  })
}

export function useBuiltInViews(): ShownView[] {
  const t = useT()
  return useMemo(
    () => [
      ...LAYOUT_VIEWS.map((view): ShownView => ({ ...view, kind: 'built-in' })),
      ...PRESETS.map(({ id, report, query }): ShownView => ({
        id,
        name: t(`views.presets.${id}.name`),
        kind: 'built-in',
        report,
        query,
      })),
    ],
    [t],
  )
}

/** Saved ones first. While they come or cannot be read, the built-in ones are there. */
export function useAllViews(): ShownView[] {
  const { data } = useSavedViews()
  const builtIn = useBuiltInViews()
  return useMemo(() => [...(data ?? []).map(shownView), ...builtIn], [data, builtIn])
}

/** The router's search of a view's address. */
export const viewSearch = (view: Pick<ShownView, 'id' | 'query'>): never =>
  ({ ...parseSearch(view.query), view: [view.id] }) as never

export function useOpenView(): (view: ShownView) => void {
  const navigate = useNavigate()
  return useCallback(
    (view: ShownView) => {
      rememberView(localStorage, view.id, Date.now())
      void navigate({ to: `/${view.report}`, search: viewSearch(view) })
    },
    [navigate],
  )
}

export function useViewChanges() {
  const api = useApi()
  const queries = useQueryClient()
  const onSettled = () => queries.invalidateQueries({ queryKey: KEY })
  const create = useMutation({ mutationFn: (view: ViewInput) => api.createView(view), onSettled })
  const update = useMutation({
    mutationFn: ({ view, patch }: { view: View; patch: Partial<ViewInput> }) => {
      const { name, report, query, shared } = view
      return api.updateView(view.id, { name, report, query, shared, ...patch })
    },
    onSettled,
  })
  const remove = useMutation({ mutationFn: (id: string) => api.removeView(id), onSettled })
  return { create, update, remove }
}
