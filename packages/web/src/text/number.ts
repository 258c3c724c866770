/** Counts as people read them. Exact below 100,000; only side counts are ever rounded, totals never. */

export interface Numbers {
  /** All digits, grouped. */
  count: (n: number) => string
  /** For side counts: `1.2M`. */
  short: (n: number) => string
}

const known = new Map<string, Numbers>()

export function numbersOf(locale: string): Numbers {
  const found = known.get(locale)
  if (found) return found
  const full = new Intl.NumberFormat(locale)
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
  const numbers: Numbers = {
    count: n => full.format(n),
    short: n => (n < 100_000 ? full : compact).format(n),
  }
  known.set(locale, numbers)
  return numbers
}
