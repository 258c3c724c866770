/** Counts as people read them. Exact below 100,000; only side counts are ever rounded, totals never. */

const FULL = new Intl.NumberFormat('en')
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

export const count = (n: number): string => FULL.format(n)
export const shortCount = (n: number): string => (n < 100_000 ? FULL.format(n) : COMPACT.format(n))
