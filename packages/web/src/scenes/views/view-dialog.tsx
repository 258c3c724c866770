/** Asks for what a saved view is called and who sees it, or whether it is to go. What the server refuses stays in the dialog. */
import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useState, type FormEvent, type ReactNode } from 'react'

import { Problem } from '../../components/problem.tsx'
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
    <Frame title={title} onClose={onClose}>
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
    </Frame>
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
    <Frame title={t('views.removeTitle')} onClose={onClose}>
      <form onSubmit={send}>
        <div className="dialog-body">
          <p>{t('views.removeText', { name })}</p>
          <Problem error={error} />
        </div>
        <Foot submit={t('views.remove')} busy={busy} onClose={onClose} />
      </form>
    </Frame>
  )
}

function Frame({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const t = useT()
  return (
    <Dialog.Root open onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog view-dialog">
          <div className="dialog-head">
            <Dialog.Title className="dialog-title">{title}</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label={t('keyboard.close')}>
              <X size={16} aria-hidden />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
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
