/** Asks for what a saved view is called and who sees it, or whether it is to go. What the server refuses stays in the dialog. */
import { useState, type FormEvent } from 'react'

import { Problem } from '../../components/problem.tsx'
import { TitledDialog } from '../../components/titled-dialog.tsx'
import { useT } from '../../i18n/use-t.ts'

const NAME_LENGTH_MAX = 200

interface NamedView {
  name: string
  shared: boolean
}

export interface ViewDialogProps {
  title: string
  initial: NamedView
  submit: string
  busy: boolean
  error: unknown
  onSubmit: (view: NamedView) => void
  onClose: () => void
}

export function ViewDialog({ title, initial, submit, busy, error, onSubmit, onClose }: ViewDialogProps) {
  const t = useT()
  const [name, setName] = useState(initial.name)
  const [shared, setShared] = useState(initial.shared)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') onSubmit({ name: name.trim(), shared })
  }
  return (
    <TitledDialog className="view-dialog" title={title} onClose={onClose}>
      <form onSubmit={send}>
        <div className="dialog-body">
          <label className="form-line">
            <span>{t('views.name')}</span>
            <input
              className="field"
              autoFocus
              required
              maxLength={NAME_LENGTH_MAX}
              value={name}
              onChange={event => setName(event.target.value)}
            />
          </label>
          <label className="check-line">
            <input type="checkbox" checked={shared} onChange={event => setShared(event.target.checked)} />
            <span>
              <b>{t('views.shareWithAll')}</b>
              <small>{t('views.shareHint')}</small>
            </span>
          </label>
          <Problem error={error} />
        </div>
        <Foot submit={submit} busy={busy} onClose={onClose} />
      </form>
    </TitledDialog>
  )
}

export interface RemoveDialogProps {
  name: string
  busy: boolean
  error: unknown
  onRemove: () => void
  onClose: () => void
}

export function RemoveDialog({ name, busy, error, onRemove, onClose }: RemoveDialogProps) {
  const t = useT()
  const send = (event: FormEvent) => {
    event.preventDefault()
    onRemove()
  }
  return (
    <TitledDialog className="view-dialog" title={t('views.removeTitle')} onClose={onClose}>
      <form onSubmit={send}>
        <div className="dialog-body">
          <p>{t('views.removeText', { name })}</p>
          <Problem error={error} />
        </div>
        <Foot submit={t('views.remove')} busy={busy} onClose={onClose} />
      </form>
    </TitledDialog>
  )
}

function Foot({ submit, busy, onClose }: { submit: string; busy: boolean; onClose: () => void }) {
  const t = useT()
  return (
    <div className="dialog-foot">
      <button type="button" className="button" onClick={onClose}>
        {t('views.cancel')}
      </button>
      <button type="submit" className="button" data-kind="primary" disabled={busy}>
        {submit}
      </button>
    </div>
  )
}
