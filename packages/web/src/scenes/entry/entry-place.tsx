/** Keeps the place of an entry's panel until its code is there: it is a chunk of its own, asked for once the rows are on the page. */
import { Suspense, useEffect } from 'react'

import { lazyPart } from '../../components/lazy-part.ts'
import { useT } from '../../i18n/use-t.ts'
import type { EntryPanelProps } from './entry-panel.tsx'
import { PanelSkeleton } from './panel-skeleton.tsx'

const load = () => import('./entry-panel.tsx')
const EntryPanel = lazyPart(async () => (await load()).EntryPanel)

export function EntryPlace(props: EntryPanelProps) {
  const t = useT()
  return (
    <Suspense
      fallback={
        <aside className="panel" aria-label={t('panel.label')}>
          <PanelSkeleton />
        </aside>
      }
    >
      <EntryPanel {...props} />
    </Suspense>
  )
}

/** Fetches the panel's code when there is nothing else to do, so that the first row opens at once. */
export function useEntryAhead(ready: boolean): void {
  useEffect(() => {
    // A chunk that does not come now comes when a row is opened.
    if (ready) void load().catch(() => undefined)
  }, [ready])
}
