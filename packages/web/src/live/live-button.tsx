/** Turns live mode on and off, and says how it is doing. */
import { useT } from '../i18n/use-t.ts'
import { useShortcut } from '../keyboard/use-shortcut.ts'
import type { Live } from './use-live.ts'

export function LiveButton({ live }: { live: Live }) {
  const t = useT()
  const { state, possible, toggle } = live
  useShortcut('live', possible ? toggle : undefined)
  const hint = !possible
    ? t('live.onlyNewest')
    : state === 'away'
      ? t('live.away')
      : state === 'connecting'
        ? t('live.waiting')
        : t('live.hint')
  return (
    <button
      type="button"
      className="button live-button"
      aria-pressed={state !== 'off'}
      disabled={!possible}
      title={hint}
      data-state={state}
      data-testid="live"
      onClick={toggle}
    >
      <i className="live-dot" aria-hidden />
      {t('live.button')}
    </button>
  )
}
