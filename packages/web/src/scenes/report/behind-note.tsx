/** Says when reports are behind what is recorded, and up to when they see: nobody takes a lag for an absence. */
import { History } from 'lucide-react'

import type { AsOf } from '../../api/types.ts'
import { useT } from '../../i18n/use-t.ts'
import { offsetLabel, stampOn } from '../../time/clock.ts'
import { useClock } from '../../time/use-clock.ts'

/** A usual lag is a second or two, and clocks differ. */
const WORTH_TELLING_MS = 30_000

export interface BehindNoteProps {
  asOf: AsOf | undefined
  /** When it was asked. */
  now: number
  onRefresh: () => void
}

export function BehindNote({ asOf, now, onRefresh }: BehindNoteProps) {
  const t = useT()
  const clock = useClock()
  const since = Date.parse(asOf?.waitingSince ?? '')
  if (!(now - since > WORTH_TELLING_MS)) return null
  return (
    <p className="notice" role="status">
      <History size={14} aria-hidden />
      {t('report.behind', { time: `${stampOn(clock, since)} ${offsetLabel(clock, since)}` })}
      <button type="button" className="link" onClick={onRefresh}>
        {t('report.refresh')}
      </button>
    </p>
  )
}
