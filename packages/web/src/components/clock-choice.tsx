/** Which clock times are shown on: UTC, the tenant's or the reader's. */
import { useId } from 'react'

import { useT } from '../i18n/use-t.ts'
import { offsetLabel } from '../time/clock.ts'
import { useClocks } from '../time/use-clock.ts'
import { clockLabel } from './time.tsx'

/** @param at for which moment offsets are named */
export function ClockChoice({ at }: { at: number }) {
  const t = useT()
  const name = useId()
  const { clock, clocks, tenantZone, choose } = useClocks()
  return (
    <fieldset className="segments">
      <legend className="hidden">{t('time.zones')}</legend>
      {clocks.map(one => (
        <label key={one.zone.name} title={clockLabel(t, one, tenantZone, at)}>
          <input
            type="radio"
            className="hidden"
            name={name}
            checked={one.zone.name === clock.zone.name}
            onChange={() => choose(one.choice)}
          />
          <span>{one.zone.name === 'UTC' ? 'UTC' : `${cityOf(one.zone.name)} ${offsetLabel(one, at)}`}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** `New York` of `America/New_York`. */
const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
