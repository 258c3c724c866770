/** Guarantees of what is said with a report: everything that matters is there, and nothing that people named is more than text. */
import { expect, it } from 'vitest'

import type { Manifest } from '../exports/index.ts'
import { mailHtml, mailText, periodWords, type Sent, subjectOf, webhookBody } from './message.ts'

const EVIL = `<img src=x onerror="alert('1')">&\r\nBcc: evil@example.com\u2028\u202e`
const HOUR = 3_600_000

const manifest = {
  version: 1,
  export: 'e-1',
  tenant: EVIL,
  name: EVIL,
  file: {
    name: `${EVIL}.csv`,
    format: 'csv',
    mediaType: 'text/csv',
    bytes: 2_500_000,
    sha256: 'ab'.repeat(32),
  },
  rows: 1_204_551,
  report: { id: 'changes', title: 'Changes', base: 'changes', layout: false, grain: 'change' },
  query: { request: { report: 'changes', format: 'csv' }, words: `events containing “${EVIL}”` },
  finishedAt: '2026-05-04T05:00:01.000Z',
  expiresAt: '2026-05-11T05:00:00.000Z',
  position: { index: 48_311, recordedAt: '2026-05-04T04:59:59.000Z' },
  masked: true,
} as unknown as Manifest

const sent: Sent = {
  run: 'r-1',
  schedule: { id: 's-1', name: EVIL },
  tenant: EVIL,
  manifest,
  covers: { from: Date.UTC(2026, 3, 26, 22), to: Date.UTC(2026, 4, 3, 22) },
  missed: 3,
  dueAt: Date.UTC(2026, 4, 4, 5),
  zone: 'Europe/Warsaw',
  attached: false,
  links: {
    page: 'https://daybook.example.com/exports?id=e-1&x="',
    file: 'https://daybook.example.com/v1/exports/e-1/file',
  },
}

it('a mail says what the file is: question, period, rows, hash, position, and what was missed or hidden', () => {
  for (const text of [mailText(sent), mailHtml(sent)]) {
    for (const said of [
      '27 April 2026 to 3 May 2026 (Europe/Warsaw)',
      '1,204,551',
      'ab'.repeat(32),
      '2.4 MiB',
      'entry 48,311, recorded 4 May 2026 at 06:59:59 (Europe/Warsaw)',
      '3 earlier deliveries were missed',
      'Sensitive values are hidden',
      '11 May 2026',
    ])
      expect(text).toContain(said)
  }
  expect(mailText({ ...sent, attached: true })).toContain('The file is attached.')
  expect(mailHtml({ ...sent, attached: true })).not.toContain('<a ')
})

it('what people named stays text: one line in a subject, no markup in HTML', () => {
  // oxlint-disable-next-line no-control-regex -- exactly what must not be there
  expect(subjectOf(sent)).not.toMatch(/[\u0000-\u001f\u2028\u202e]/)
  expect(mailText(sent)).not.toContain('\nBcc:')
  const html = mailHtml(sent)
  expect(html).not.toContain('<img')
  expect(html).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;')
  expect(html).toContain('href="https://daybook.example.com/exports?id=e-1&amp;x=&quot;"')
  expect(html.match(/https?:/g)).toHaveLength(1)
})

it('a webhook’s body is the same each time', () => {
  const body = webhookBody(sent)
  expect(webhookBody({ ...sent })).toBe(body)
  expect(JSON.parse(body)).toMatchObject({
    type: 'report.delivered',
    data: {
      run: 'r-1',
      missed: 3,
      rows: 1_204_551,
      period: { from: '2026-04-26T22:00:00.000Z', zone: 'Europe/Warsaw' },
      file: { sha256: 'ab'.repeat(32), url: sent.links.file },
    },
  })
})

it('a period is said in the days of its zone', () => {
  const from = Date.UTC(2026, 2, 28, 23)
  expect(periodWords({ from, to: from + 23 * HOUR }, 'Europe/Warsaw')).toBe('29 March 2026 (Europe/Warsaw)')
})
