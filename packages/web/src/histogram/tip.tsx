/** What the bar under the pointer, or the chosen stretch, holds. */
import type { Histogram } from '../api/types.ts'
import { useNumbers, useT } from '../i18n/use-t.ts'
import { dayOn, minuteOn, stampOn } from '../time/clock.ts'
import { useClock } from '../time/use-clock.ts'
import { endOf } from './bars.ts'
import { OUTCOMES, sumsOf } from './outcomes.ts'

export interface TipProps {
  answer: Histogram
  chosen: readonly [number, number]
  left: number
  width: number
}

export function Tip({ answer, chosen, left, width }: TipProps) {
  const t = useT()
  const { count } = useNumbers()
  const clock = useClock()
  const within = answer.buckets.slice(chosen[0], chosen[1] + 1)
  const begin = within[0]
  if (!begin) return null
  const until = endOf(answer, chosen[1])
  const sameDay = dayOn(clock, begin.at) === dayOn(clock, until)
  const sums = sumsOf(within)
  return (
    <div className="histogram-tip" role="status" style={{ left: Math.min(Math.max(left, 104), width - 104) }}>
      <b>
        {stampOn(clock, begin.at)} – {sameDay ? minuteOn(clock, until) : stampOn(clock, until)}
      </b>
      {OUTCOMES.map(outcome => (
        <span key={outcome}>
          <i className="dot" data-outcome={outcome} />
          {t(`words.outcomes.${outcome}`)}
          <em>{count(sums[outcome])}</em>
        </span>
      ))}
    </div>
  )
}
