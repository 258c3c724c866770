/** Counts as people read them. Exact below 100,000; only side counts are ever rounded, totals never. */

export interface Numbers {
  /** All digits, grouped. */
  count: (n: number) => string
  /** For side counts: `1.2M`. */
  short: (n: number) => string
  /** `118 kB` */
  bytes: (n: number) => string
  /** `62 %` of 0.62 */
  percent: (share: number) => string
}

const known = new Map<string, Numbers>()

export function numbersOf(locale: string): Numbers {
  const found = known.get(locale)
  if (found) return found
  const full = new Intl.NumberFormat(locale)
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const numbers: Numbers = {
    count: n => full.format(n),
    short: n => (n < 100_000 ? full : compact).format(n),
    bytes: n => bytesOf(locale, n),
    percent: share => percent.format(share),
  }
  known.set(locale, numbers)
  return numbers
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte']

function bytesOf(locale: string, bytes: number): string {
  const size = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  const format = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[size] ?? 'byte',
    maximumSignificantDigits: 3,
  })
  return format.format(bytes / 1000 ** size)
}
