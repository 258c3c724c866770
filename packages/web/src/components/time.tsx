/** An event's time: UTC to the millisecond, the reader's own clock in the title. */
import { localLabel, timeParts } from '../text/time.ts'
import { Text } from './text.tsx'

export function Time({ at }: { at: string }) {
  const parts = timeParts(at)
  if (!parts) return <Text className="time">{at}</Text>
  const local = localLabel(Date.parse(at))
  const utc = `${parts.date} ${parts.time}.${parts.millis} UTC`
  return (
    <time className="time" dateTime={at} title={local === undefined ? utc : `${utc} · ${local}`}>
      <span className="dim">{parts.date}</span> {parts.time}
      <span className="dim">.{parts.millis}</span>
    </time>
  )
}
