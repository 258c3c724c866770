/** An event's time to the millisecond, on the clock that is shown; on all clocks in the title. */
import { useT, type T } from '../i18n/use-t.ts'
import { fullOn, offsetLabel, partsOn, type Clock } from '../time/clock.ts'
import { useClocks, type Clocks } from '../time/use-clock.ts'
import { Text } from './text.tsx'

export function Time({ at }: { at: string }) {
  const t = useT()
  const clocks = useClocks()
  const moment = Date.parse(at)
  if (!Number.isFinite(moment)) return <Text className="time">{at}</Text>
  const { date, time, millis } = partsOn(clocks.clock, moment)
  return (
    <time className="time" dateTime={at} title={onAllClocks(t, clocks, moment)} dir="ltr">
      <span className="dim">{date}</span> {time}
      <span className="dim">.{millis}</span>
    </time>
  )
}

/** One line for each clock, the shown one first. */
export function onAllClocks(t: T, { clock, clocks, tenantZone }: Clocks, at: number): string {
  const others = clocks.filter(other => other.zone.name !== clock.zone.name)
  return [clock, ...others].map(one => `${fullOn(one, at)} ${clockLabel(t, one, tenantZone, at)}`).join('\n')
}

/** `UTC`, `Europe/Lisbon (UTC+1), the tenant's`. */
export function clockLabel(t: T, clock: Clock, tenantZone: string | undefined, at: number): string {
  const { name } = clock.zone
  if (name === 'UTC') return name
  const offset = offsetLabel(clock, at)
  if (clock.choice === 'local') return t('time.own', { zone: name, offset })
  if (clock.choice === tenantZone) return t('time.tenant', { zone: name, offset })
  return t('time.zone', { zone: name, offset })
}
