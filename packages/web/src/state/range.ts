/**
 * The time range of a report: a preset, or typed ends. Instants are UTC milliseconds, `from` inclusive, `to` exclusive.
 * A preset stays a preset in the URL, so a bookmark of "last 7 days" means the last 7 days tomorrow as well.
 */
import { dayStartOn, type Clock } from '../time/clock.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const PRESETS = {
  today: undefined,
  '15m': 15 * MINUTE,
  '1h': HOUR,
  '24h': DAY,
  '7d': 7 * DAY,
  '30d': 30 * DAY,
  '90d': 90 * DAY,
  all: undefined,
} as const
export type Preset = keyof typeof PRESETS
export const PRESET_IDS = Object.keys(PRESETS) as Preset[]
export const DEFAULT_PRESET: Preset = '30d'

export type RangeChoice = { preset: Preset } | { from?: number; to?: number }
export interface Range {
  from?: number
  to?: number
}

export const isPreset = (text: string): text is Preset => Object.hasOwn(PRESETS, text)

/**
 * The instants that a choice means at `now`. Presets end with the current minute, so asking twice asks the same.
 * Today is the day of the clock that is shown.
 */
export function resolveRange(choice: RangeChoice, now: number, clock: Clock): Range {
  if (!('preset' in choice)) return choice
  if (choice.preset === 'all') return {}
  const to = Math.ceil((now + 1) / MINUTE) * MINUTE
  if (choice.preset === 'today') return { from: dayStartOn(clock, now), to }
  return { from: to - PRESETS[choice.preset], to }
}

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?(Z| ?UTC)?$/i

/** Reads `2026-11-20`, `2026-11-20 16:40`, `2026-11-20T16:40:07.5Z` as UTC; undefined when it is no such time. */
export function parseInstant(text: string): number | undefined {
  const match = INSTANT.exec(text.trim())
  if (!match) return undefined
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '0'] = match
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0')}Z`
  const instant = Date.parse(iso)
  // Date.parse rolls 31 February over on some engines: what comes back must be what was typed.
  return Number.isFinite(instant) && new Date(instant).toISOString() === iso ? instant : undefined
}

/** `2026-11-20T16:40:00Z`: milliseconds only when there are some. */
export const printInstant = (instant: number): string => new Date(instant).toISOString().replace('.000Z', 'Z')
