/** The clock that is shown, for everything that writes a time. */
import { createContext, useContext } from 'react'
import { useLocale } from 'use-intl'

import { UTC, type Clock, type ZoneChoice } from './clock.ts'
import { timeWordsOf, type TimeWords } from './time-words.ts'

export interface Clocks {
  /** The one that is shown. */
  clock: Clock
  /** Those to choose from, UTC first. */
  clocks: readonly Clock[]
  /** The tenant's zone, when it has one. */
  tenantZone: string | undefined
  choose: (choice: ZoneChoice) => void
}

export const ClockContext = createContext<Clocks>({
  clock: UTC,
  clocks: [UTC],
  tenantZone: undefined,
  choose: () => undefined,
})

export const useClocks = (): Clocks => useContext(ClockContext)
export const useClock = (): Clock => useContext(ClockContext).clock
export const useTimeWords = (): TimeWords => timeWordsOf(useLocale())
