/** How far a state can be trusted, in one word, and on demand why: which events do not fit or are missing. */
import { Popover } from '@base-ui/react/popover'
import { CircleCheck, CircleHelp, TriangleAlert } from 'lucide-react'

import type { EntityState, HistoryBreak } from '../../api/entities.ts'
import { useT, type T } from '../../i18n/use-t.ts'
import { visible } from '../../text/visible.ts'

const SHOWN_MAX = 6
const SIGNS = { exact: CircleCheck, approximate: TriangleAlert, unavailable: CircleHelp } as const

export interface HonestyProps {
  state: EntityState
  timeLabel: (at: number) => string
  onOpen: (id: string) => void
}

export function Honesty({ state, timeLabel, onOpen }: HonestyProps) {
  const t = useT()
  const { status, breaks, breaksTotal } = state
  const Sign = SIGNS[status]
  const told = breaks.slice(0, SHOWN_MAX)
  return (
    <Popover.Root>
      <Popover.Trigger className="honesty" data-status={status}>
        <Sign size={13} strokeWidth={2.2} aria-hidden />
        {t(`entity.status.${status}`)}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="floating" sideOffset={6} align="start">
          <Popover.Popup className="popup honesty-popup">
            <Popover.Description render={<p />}>{t(`entity.statusHint.${status}`)}</Popover.Description>
            {told.length > 0 && (
              <ul>
                {told.map((one, at) => (
                  <li key={at}>
                    <button type="button" className="link mono" onClick={() => onOpen(one.id)}>
                      {timeLabel(Date.parse(one.occurredAt))}
                    </button>
                    <span>{reasonOf(t, one)}</span>
                  </li>
                ))}
              </ul>
            )}
            {breaksTotal > told.length && (
              <p className="quiet">{t('entity.breaksMore', { n: breaksTotal - told.length })}</p>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

const reasonOf = (t: T, { reason, attribute = '' }: HistoryBreak): string =>
  t(`entity.breaks.${reason}`, { attribute: visible(attribute) })
