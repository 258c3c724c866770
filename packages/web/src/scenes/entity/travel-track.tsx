/**
 * The track of moments: drag, click or arrow keys choose one, and the page shows the state after it.
 * It is one native slider, so that mouse, touch, keys and assistive technology all get it; the pips only repeat it for the eye.
 */
import { History, RotateCcw } from 'lucide-react'
import type { KeyboardEvent } from 'react'

import { useT } from '../../i18n/use-t.ts'
import { nearest, shareOf, stepped, type Moments, type Place } from './travel.ts'

/** The track in its own units; pips are drawn as one path. */
const WIDTH = 1000
const PAGE_STEPS = 10

export interface TravelTrackProps {
  moments: Moments
  /** Of all moments, also those that the answer did not hold. */
  total: number
  place: Place
  now: number
  timeLabel: (at: number) => string
  onTravel: (place: Place) => void
}

export function TravelTrack({ moments, total, place, now, timeLabel, onTravel }: TravelTrackProps) {
  const t = useT()
  const share = shareOf(moments, place, now)
  const label = place === undefined ? t('entity.now') : t('entity.after', { time: timeLabel(place) })
  const onKeyDown = (event: KeyboardEvent) => {
    const by = STEPS[event.key]
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    onTravel(stepped(moments, place, by))
  }
  return (
    <div className="travel">
      <span className="travel-label" role="status">
        <History size={14} aria-hidden />
        <b>{label}</b>
      </span>
      <div className="track">
        <svg viewBox={`0 0 ${WIDTH} 10`} preserveAspectRatio="none" aria-hidden>
          <path className="track-line" d={`M0 5H${WIDTH}`} />
          <path className="track-later" d={pips(moments, now, at => place !== undefined && at > place)} />
          <path className="track-pips" d={pips(moments, now, at => place === undefined || at <= place)} />
        </svg>
        <input
          type="range"
          min={0}
          max={1}
          step="any"
          value={share}
          disabled={moments.length === 0}
          aria-label={t('entity.track')}
          aria-valuetext={label}
          title={t('entity.trackHint')}
          onChange={event => onTravel(nearest(moments, Number(event.target.value), now))}
          onKeyDown={onKeyDown}
        />
      </div>
      {total > moments.length && moments.length > 0 && (
        <small className="quiet">{t('entity.momentsCut', { n: moments.length, total })}</small>
      )}
      {place !== undefined && (
        <button type="button" className="button" data-kind="ghost" onClick={() => onTravel(undefined)}>
          <RotateCcw size={13} aria-hidden />
          {t('entity.backToNow')}
        </button>
      )}
    </div>
  )
}

const STEPS: Record<string, number> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -PAGE_STEPS,
  PageUp: PAGE_STEPS,
  Home: -Infinity,
  End: Infinity,
}

function pips(moments: Moments, now: number, shown: (at: number) => boolean): string {
  const places = moments.filter(shown).map(at => (shareOf(moments, at, now) * WIDTH).toFixed(1))
  return [...new Set(places)].map(x => `M${x} 0v10`).join('')
}
