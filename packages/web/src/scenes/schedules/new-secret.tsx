/** Another secret for a webhook, shown once: where the first one was lost, or became known. */
import { KeyRound } from 'lucide-react'

import type { Schedule } from '../../api/schedules.ts'
import { useNewSecret } from '../../api/use-schedules.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { TitledDialog } from '../../components/titled-dialog.tsx'
import { useT } from '../../i18n/use-t.ts'
import { visible } from '../../text/visible.ts'
import { Secret } from './secret.tsx'

export function NewSecret({ schedule: { id, name } }: { schedule: Schedule }) {
  const t = useT()
  const made = useNewSecret()
  const close = () => made.reset()
  return (
    <>
      <IconButton
        label={t('schedules.newSecret', { name: visible(name) })}
        disabled={made.isPending}
        onClick={() => made.mutate(id)}
      >
        <KeyRound size={14} aria-hidden />
      </IconButton>
      {made.data && (
        <TitledDialog title={t('schedules.dialog.secret')} onClose={close}>
          <Secret secret={made.data.secret} hint={t('schedules.dialog.newSecretHint')} onClose={close} />
        </TitledDialog>
      )}
    </>
  )
}
