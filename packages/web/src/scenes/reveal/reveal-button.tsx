/**
 * Uncovers hidden values on demand: a button, then a dialog that asks for the reason, which is recorded.
 * Without the right the button says so. What is uncovered lives on the page alone and is gone when the page is left.
 */
import { Dialog } from '@base-ui/react/dialog'
import { useMutation } from '@tanstack/react-query'
import { Lock, LockOpen } from 'lucide-react'
import { useState, type FormEvent } from 'react'

import { useSession } from '../../api/queries.ts'
import { Problem } from '../../components/problem.tsx'
import { Text } from '../../components/text.tsx'
import { TitledDialog } from '../../components/titled-dialog.tsx'
import { useT } from '../../i18n/use-t.ts'

/** The server takes no shorter and no longer reason. */
const REASON_MIN = 3
const REASON_MAX = 1000

export interface RevealButtonProps {
  /** What the button is for. */
  attribute: string
  /** Everything that is hidden beside it and may be uncovered in the same go. */
  attributes: readonly string[]
  onReveal: (reason: string, attributes: readonly string[]) => Promise<unknown>
}

export function RevealButton({ attribute, attributes, onReveal }: RevealButtonProps) {
  const t = useT()
  const session = useSession()
  const [asking, setAsking] = useState(false)
  const may = session.data?.scopes.includes('reveal') === true
  return (
    <>
      <button
        type="button"
        className="link reveal"
        disabled={!may}
        title={may ? t('reveal.hint') : t('reveal.needsRight')}
        onClick={() => setAsking(true)}
      >
        <Lock size={12} aria-hidden />
        {t('reveal.reveal')}
        <span className="hidden"> {attribute}</span>
      </button>
      {asking && (
        <RevealDialog
          attribute={attribute}
          attributes={attributes}
          onReveal={onReveal}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

function RevealDialog({
  attribute,
  attributes,
  onReveal,
  onClose,
}: RevealButtonProps & { onClose: () => void }) {
  const t = useT()
  const [reason, setReason] = useState('')
  const [all, setAll] = useState(false)
  const reveal = useMutation({
    mutationFn: () => onReveal(reason.trim(), all ? attributes : [attribute]),
    onSuccess: onClose,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim().length >= REASON_MIN) reveal.mutate()
  }
  return (
    <TitledDialog title={t('reveal.title')} className="view-dialog" onClose={onClose}>
      <form onSubmit={submit}>
        <div className="dialog-body">
          <Dialog.Description render={<p />}>
            {t('reveal.text')}{' '}
            <code>
              <Text wrap>{attribute}</Text>
            </code>
          </Dialog.Description>
          <label className="form-line">
            <span>{t('reveal.reason')}</span>
            <textarea
              className="field"
              autoFocus
              required
              rows={3}
              minLength={REASON_MIN}
              maxLength={REASON_MAX}
              placeholder={t('reveal.placeholder')}
              value={reason}
              onChange={event => setReason(event.target.value)}
            />
          </label>
          {attributes.length > 1 && (
            <label className="check-line">
              <input type="checkbox" checked={all} onChange={event => setAll(event.target.checked)} />
              <span>
                <b>{t('reveal.all', { n: attributes.length })}</b>
              </span>
            </label>
          )}
          <Problem error={reveal.error} />
        </div>
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t('views.cancel')}
          </button>
          <button
            type="submit"
            className="button"
            data-kind="primary"
            disabled={reveal.isPending || reason.trim().length < REASON_MIN}
          >
            {t('reveal.reveal')}
          </button>
        </div>
      </form>
    </TitledDialog>
  )
}

/** Beside a value that was uncovered: it is, its uncovering is recorded, and it can be hidden again. */
export function Revealed({ onHide }: { onHide: () => void }) {
  const t = useT()
  return (
    <button type="button" className="link reveal" title={t('reveal.recorded')} onClick={onHide}>
      <LockOpen size={12} aria-hidden />
      {t('reveal.hide')}
    </button>
  )
}
