/** The table of figures: one line a measurement, Daybook beside what it is compared with. */
import { cpus, totalmem } from 'node:os'
import { figure } from './numbers.ts'

export interface Measurement {
  what: string
  unit: string
  /** More is better for rates; less is better for everything else. */
  moreIsBetter: boolean
  daybook?: number
  bare?: number
  postgres?: number
}

export interface Run {
  events: number
  seconds: number
  rounds: number
  at: Date
  measurements: Measurement[]
  notes: string[]
}

/** How many times better Daybook is than `other`: above 1 is better, whichever way the unit counts. */
function ratio(measurement: Measurement, other: number | undefined): string {
  if (measurement.daybook === undefined || other === undefined) return '–'
  const times = measurement.moreIsBetter ? measurement.daybook / other : other / measurement.daybook
  return `${figure(times)} ×`
}

export function renderResults(run: Run): string {
  const cell = (value: number | undefined) => (value === undefined ? '–' : figure(value))
  const rows = run.measurements.map(
    m =>
      `| ${m.what} | ${m.unit} | ${cell(m.daybook)} | ${cell(m.bare)} | ${cell(m.postgres)} | ${ratio(m, m.bare)} | ${ratio(m, m.postgres)} |`,
  )
  return [
    '# Results',
    '',
    `One run of \`npm run bench -- --events ${run.events} --seconds ${run.seconds} --rounds ${run.rounds}\` on ${run.at.toISOString().slice(0, 10)}: ` +
      `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}; ` +
      `the load generator ran on the same cores. ${run.events.toLocaleString('en-US')} sample events were in every engine when the questions were asked.`,
    '',
    '| What | Unit | Daybook | Bare chDB | PostgreSQL table | Daybook against bare | Daybook against PostgreSQL |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
    'The last two columns say how many times better Daybook is: above 1 is better, below 1 is worse, whichever way the unit counts.',
    '',
    ...run.notes.map(note => `- ${note}`),
    '',
  ].join('\n')
}
