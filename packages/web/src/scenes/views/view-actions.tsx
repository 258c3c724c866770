/** What can be done with a saved view: rename, share, remove. One hook, so that cards and the report's head do the same. */
import { useState, type ReactNode } from 'react'

import { useSession } from '../../api/queries.ts'
import { useT } from '../../i18n/use-t.ts'
import { visible } from '../../text/visible.ts'
import type { ShownView } from './shown-view.ts'
import { RemoveDialog, ViewDialog } from './view-dialog.tsx'
import { useViewChanges } from './use-views.ts'

export interface ViewActions {
  /** Only its owner, or an administrator, changes a view. */
  mayChange: (view: ShownView) => boolean
  edit: (view: ShownView) => void
  remove: (view: ShownView) => void
  setShared: (view: ShownView, shared: boolean) => void
  /** To be rendered somewhere. */
  dialogs: ReactNode
}

export function useViewActions(onRemoved?: (view: ShownView) => void): ViewActions {
  const t = useT()
  const session = useSession()
  const { update, remove } = useViewChanges()
  const [asked, setAsked] = useState<{ what: 'edit' | 'remove'; view: ShownView }>()
  const close = () => {
    setAsked(undefined)
    update.reset()
    remove.reset()
  }
  const saved = asked?.view.saved
  return {
    mayChange: view =>
      view.saved !== undefined && (view.saved.mine || session.data?.scopes.includes('admin') === true),
    edit: view => setAsked({ what: 'edit', view }),
    remove: view => setAsked({ what: 'remove', view }),
    setShared: (view, shared) => view.saved && update.mutate({ view: view.saved, patch: { shared } }),
    dialogs:
      saved === undefined ? null : asked?.what === 'edit' ? (
        <ViewDialog
          title={t('views.editTitle')}
          initial={saved}
          submit={t('views.save')}
          busy={update.isPending}
          error={update.error}
          onSubmit={patch => update.mutate({ view: saved, patch }, { onSuccess: close })}
          onClose={close}
        />
      ) : (
        <RemoveDialog
          name={visible(saved.name)}
          busy={remove.isPending}
          error={remove.error}
          onRemove={() =>
            remove.mutate(saved.id, {
              onSuccess: () => {
                close()
                if (asked) onRemoved?.(asked.view)
              },
            })
          }
          onClose={close}
        />
      ),
  }
}
