/** How many rows wait to be shown; a click shows them on top. Assistive technology hears of arrivals every ten seconds at most. */
import { ArrowUp } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'

import { useT } from '../i18n/use-t.ts'
import type { Live } from './use-live.ts'

const SAID_EVERY_MS = 10_000

export function WaitingPill({ live, onShow }: { live: Live; onShow: () => void }) {
  const t = useT()
  return (
    <>
      {live.waiting > 0 && (
        <button type="button" className="waiting-pill" onClick={onShow} data-testid="waiting">
          <ArrowUp size={13} aria-hidden />
          {t('live.fresh', { n: live.waiting })}
        </button>
      )}
      <Announcer count={live.shown.length + live.waiting} />
    </>
  )
}

function Announcer({ count }: { count: number }) {
  const t = useT()
  const latest = useRef(count)
  const [said, setSaid] = useState(0)
  useEffect(() => {
    latest.current = count
  })
  useEffect(() => {
    const timer = setInterval(() => setSaid(latest.current), SAID_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <span className="hidden" role="status">
      {said > 0 && t('live.announce', { n: said })}
    </span>
  )
}
