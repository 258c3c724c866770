/** The frame of a dialog: over the page, with its title and a way out. What is asked stands in it. */
import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'

import { useT } from '../i18n/use-t.ts'

export interface TitledDialogProps {
  title: string
  /** A dialog that is only rendered while it is open leaves this out. */
  open?: boolean
  /** Further classes of the popup. */
  className?: string
  onClose: () => void
  children: ReactNode
}

export function TitledDialog({ title, open = true, className = '', onClose, children }: TitledDialogProps) {
  const t = useT()
  return (
    <Dialog.Root open={open} onOpenChange={shown => !shown && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className={`dialog ${className}`.trim()}>
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
