/** The page bench/WEB.md from what was measured. */
import type { WebSizes } from '../tools/web-budget.ts'
import type { Spread } from './web-measures.ts'

export interface WebRun {
  events: number
  machine: string
  load: { paint: Spread; rows: Spread }
  filters: { count: Spread; rows: Spread }
  scroll: { perSecond: number; blank: number; looks: number }
  last: { places: Spread; last: number; row: number; total: number }
  inside: { elements: number; heap: number }
  sizes: WebSizes
}

const ms = ({ median, p95 }: Spread) => `${Math.round(median)} ms, p95 ${Math.round(p95)} ms`
const kB = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`
const n = (value: number) => value.toLocaleString('en-US')

export function renderWeb(run: WebRun): string {
  const { load, filters, scroll, last, inside, sizes } = run
  const rows = [
    ['First paint, nothing cached', ms(load.paint), '–'],
    ['Rows, filters and chart in sight, nothing cached', ms(load.rows), '800 ms on an idle machine'],
    ['Click on a filter to its count painted', ms(filters.count), '200 ms'],
    ['Click on a filter to its rows painted', ms(filters.rows), '200 ms'],
    ['Scrolling 60 px a frame', `${scroll.perSecond.toFixed(0)} frames a second`, '55 on an idle core'],
    ['Looks with a row that was not there yet', `${scroll.blank} of ${scroll.looks}`, '0'],
    ['A jump to any place until every row is there', ms(last.places), '–'],
    [
      'The last row',
      `row ${n(last.row)} of ${n(last.total)}, after ${Math.round(last.last)} ms`,
      'is reached',
    ],
    ['Elements on the page', n(inside.elements), '2,500'],
    ['Memory of the page', kB(inside.heap), '80,000 kB'],
    ['First load, scripts (gzip)', kB(sizes.script), '220 kB'],
    ['First load, styles (gzip)', kB(sizes.style), '15 kB'],
    ['Largest page of its own (gzip)', kB(Math.max(...Object.values(sizes.lazy))), '25 kB'],
  ]
  return `# What a reader waits for

Written by \`npm run bench:web -- --events ${run.events}\`: ${n(run.events)} sample events, Daybook with its embedded engines and headless
Chromium without a GPU on the same machine (${run.machine}).
Times are taken in the page, from the act to the frame that shows its effect.

| What | Measured | Budget |
| --- | --- | --- |
${rows.map(row => `| ${row.join(' | ')} |`).join('\n')}
`
}
