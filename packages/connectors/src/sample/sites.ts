/**
 * Where Classics Inc. works: sites, their time zones, weekends, shifts and networks.
 * Pure data apart from one look-up; every address is from a range reserved for documentation.
 */

/** Hours of the site's day; an end beyond 24 is on the next day. `share` is how many of the site's agents work it. */
export interface Shift {
  from: number
  to: number
  share: number
}

export interface Site {
  city: string
  country: string
  zone: string
  region: string
  /** 0 = Sunday. */
  weekend: readonly number[]
  shifts: readonly Shift[]
  /** The first three numbers of the office network. */
  network: string
  locale: string
  phone: string
  cultures: readonly string[]
  agents: number
}

const DAY: Shift = { from: 9, to: 17.5, share: 0.55 }
const EARLY: Shift = { from: 7, to: 15, share: 0.25 }
const LATE: Shift = { from: 13, to: 21, share: 0.2 }
const WEEKEND = [0, 6]

export const SITES: readonly Site[] = [
  {
    city: 'London',
    country: 'GB',
    zone: 'Europe/London',
    region: 'EU1',
    weekend: WEEKEND,
    shifts: [DAY, EARLY, LATE],
    network: '203.0.113',
    locale: 'en-GB',
    phone: '+44 20 7946 0',
    cultures: ['english', 'welsh', 'nigerian', 'punjabi'],
    agents: 34,
  },
  {
    city: 'Boston',
    country: 'US',
    zone: 'America/New_York',
    region: 'NA1',
    weekend: WEEKEND,
    shifts: [DAY, EARLY, LATE],
    network: '198.51.100',
    locale: 'en-US',
    phone: '+1 617 555 0',
    cultures: ['english', 'mexican', 'vietnamese', 'irish'],
    agents: 38,
  },
  {
    city: 'Kraków',
    country: 'PL',
    zone: 'Europe/Warsaw',
    region: 'EU1',
    weekend: WEEKEND,
    shifts: [DAY, EARLY, LATE],
    network: '203.0.113',
    locale: 'pl-PL',
    phone: '+48 12 555 0',
    cultures: ['polish', 'ukrainian', 'czech'],
    agents: 30,
  },
  {
    city: 'São Paulo',
    country: 'BR',
    zone: 'America/Sao_Paulo',
    region: 'NA1',
    weekend: WEEKEND,
    shifts: [DAY, LATE],
    network: '198.51.100',
    locale: 'pt-BR',
    phone: '+55 11 5555 0',
    cultures: ['brazilian', 'japanese', 'italian'],
    agents: 24,
  },
  {
    city: 'Manila',
    country: 'PH',
    zone: 'Asia/Manila',
    region: 'AP1',
    weekend: WEEKEND,
    shifts: [
      { from: 21, to: 30, share: 0.6 },
      { from: 8, to: 17, share: 0.4 },
    ],
    network: '203.0.113',
    locale: 'en-PH',
    phone: '+63 2 5555 0',
    cultures: ['filipino', 'chinese'],
    agents: 36,
  },
  {
    city: 'Bengaluru',
    country: 'IN',
    zone: 'Asia/Kolkata',
    region: 'AP1',
    weekend: WEEKEND,
    shifts: [
      { from: 9, to: 18, share: 0.6 },
      { from: 14, to: 23, share: 0.4 },
    ],
    network: '203.0.113',
    locale: 'en-IN',
    phone: '+91 80 5555 0',
    cultures: ['kannada', 'tamil', 'punjabi'],
    agents: 28,
  },
  {
    city: 'Cairo',
    country: 'EG',
    zone: 'Africa/Cairo',
    region: 'EU1',
    weekend: [5, 6],
    shifts: [DAY, LATE],
    network: '203.0.113',
    locale: 'ar-EG',
    phone: '+20 2 5555 0',
    cultures: ['egyptian', 'greek'],
    agents: 18,
  },
  {
    city: 'Sydney',
    country: 'AU',
    zone: 'Australia/Sydney',
    region: 'AU1',
    weekend: WEEKEND,
    shifts: [DAY, EARLY],
    network: '198.51.100',
    locale: 'en-AU',
    phone: '+61 2 5550 0',
    cultures: ['english', 'vietnamese', 'maori', 'icelandic'],
    agents: 16,
  },
]

const formats = new Map<string, Intl.DateTimeFormat>()

/** The last answer for each zone; clocks change on the hour. */
const known = new Map<string, { hour: number; offset: number }>()

/** Minutes that the zone is ahead of UTC at this time. */
export function offsetMinutes(zone: string, ms: number): number {
  const hour = Math.floor(ms / 3_600_000)
  const last = known.get(zone)
  if (last !== undefined && last.hour === hour) return last.offset
  const offset = readOffset(zone, ms)
  known.set(zone, { hour, offset })
  return offset
}

function readOffset(zone: string, ms: number): number {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    formats.set(zone, format)
  }
  const name = format.formatToParts(ms).find(part => part.type === 'timeZoneName')?.value ?? 'GMT'
  const found = /GMT([+-])(\d\d):(\d\d)/.exec(name)
  if (found === null) return 0
  return (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3]))
}
