/**
 * What is said with a report that is sent: subject, text and HTML of an e-mail, and the body of a webhook.
 * Everything that people named is text: no line ends in subjects, no markup in HTML.
 */
import type { Manifest } from '../exports/index.ts'
import type { Period } from './timetable.ts'

export interface Sent {
  run: string
  schedule: { id: string; name: string }
  tenant: string
  manifest: Manifest
  /** none: the range is in the words of the question */
  covers?: Period
  missed: number
  dueAt: number
  zone: string
  /** whether the file is in the message itself */
  attached: boolean
  /** of the page that leads to the file, and of the file for programs */
  links: { page: string; file: string }
}

const SUBJECT_CHARACTERS_MAX = 150
const BYTES_UNITS = ['bytes', 'KiB', 'MiB', 'GiB'] as const

export function subjectOf({ schedule, covers, zone }: Pick<Sent, 'schedule' | 'covers' | 'zone'>): string {
  const when = covers === undefined ? '' : ` · ${periodWords(covers, zone)}`
  return `${oneLine(schedule.name).slice(0, SUBJECT_CHARACTERS_MAX)}${when}`
}

export function mailText(sent: Sent): string {
  const facts = factsOf(sent).map(([name, value]) => `${name}: ${value}`)
  return [
    oneLine(sent.schedule.name),
    '',
    ...noteOf(sent),
    ...facts,
    '',
    ...fileOf(sent),
    '',
    `This is sent by the schedule “${oneLine(sent.schedule.name)}” of Daybook. If it arrives twice, both copies have the same Message-ID.`,
    '',
  ].join('\n')
}

export function mailHtml(sent: Sent): string {
  const rows = factsOf(sent).map(
    ([name, value]) =>
      `<tr><th scope="row" style="text-align:left;vertical-align:top;padding:6px 16px 6px 0;font-weight:500;color:#6a665c;white-space:nowrap">${escapeHtml(name)}</th>` +
      `<td style="padding:6px 0;overflow-wrap:anywhere${name === 'SHA-256' ? ';font-family:ui-monospace,monospace;font-size:12px' : ''}">${escapeHtml(value)}</td></tr>`,
  )
  const notes = noteOf(sent).filter(line => line !== '')
  const [first = '', ...more] = fileOf(sent).map(escapeHtml)
  const button = sent.attached
    ? ''
    : `<p style="margin:20px 0 0"><a href="${escapeHtml(sent.links.page)}" style="display:inline-block;padding:9px 16px;border-radius:6px;background:#2c4a9a;color:#ffffff;text-decoration:none;font-weight:500">Open the file in Daybook</a></p>`
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light"></head>',
    '<body style="margin:0;background:#f6f4ee;font-family:-apple-system,\'Segoe UI\',Inter,Helvetica,Arial,sans-serif;font-size:14px;line-height:1.5;color:#23211c">',
    '<table role="presentation" width="100%" cellspacing="0" cellpadding="0"><tr><td align="center" style="padding:24px 12px">',
    '<table role="presentation" width="100%" cellspacing="0" cellpadding="0" style="max-width:640px;background:#ffffff;border:1px solid #e3dfd3;border-radius:10px"><tr><td style="padding:24px 28px">',
    `<h1 style="margin:0 0 12px;font-size:18px;line-height:1.35">${escapeHtml(oneLine(sent.schedule.name))}</h1>`,
    ...notes.map(line => `<p style="margin:0 0 12px">${escapeHtml(line)}</p>`),
    `<table cellspacing="0" cellpadding="0" style="border-collapse:collapse;font-variant-numeric:tabular-nums">${rows.join('')}</table>`,
    button,
    `<p style="margin:16px 0 0;color:#6a665c">${sent.attached ? first : more.slice(1).join(' ')}</p>`,
    '</td></tr></table>',
    `<p style="margin:12px 0 0;font-size:12px;color:#6a665c">Sent by a schedule of Daybook, tenant ${escapeHtml(oneLine(sent.tenant))}.</p>`,
    '</td></tr></table></body></html>',
  ].join('\n')
}

/** The same over all attempts. */
export function webhookBody(sent: Sent): string {
  const { manifest, covers, schedule, links } = sent
  return JSON.stringify({
    type: 'report.delivered',
    timestamp: manifest.finishedAt,
    data: {
      run: sent.run,
      schedule,
      tenant: sent.tenant,
      dueAt: new Date(sent.dueAt).toISOString(),
      ...(covers === undefined
        ? {}
        : {
            period: {
              from: new Date(covers.from).toISOString(),
              to: new Date(covers.to).toISOString(),
              zone: sent.zone,
            },
          }),
      missed: sent.missed,
      export: manifest.export,
      report: manifest.report.id,
      question: manifest.query.words,
      rows: manifest.rows,
      file: { ...manifest.file, url: links.file, page: links.page, expiresAt: manifest.expiresAt },
      position: manifest.position,
    },
  })
}

function factsOf({ manifest, covers, zone }: Sent): [string, string][] {
  const { position } = manifest
  return [
    ['Report', manifest.report.title],
    ['Question', questionWords(manifest.query.words, covers)],
    ...(covers === undefined ? [] : [['Period', periodWords(covers, zone)] as [string, string]]),
    ['Rows', manifest.rows.toLocaleString('en-US')],
    ['File', `${manifest.file.name}, ${bytesWords(manifest.file.bytes)}`],
    ['SHA-256', manifest.file.sha256],
    [
      'As of',
      position.index === null || position.recordedAt === null
        ? 'before the first entry'
        : `entry ${position.index.toLocaleString('en-US')}, recorded ${momentWords(Date.parse(position.recordedAt), zone)}`,
    ],
  ].map(([name = '', value = '']) => [name, oneLine(value)])
}

function noteOf(sent: Sent): string[] {
  const hidden = sent.manifest.masked ? ['Sensitive values are hidden in this file.', ''] : []
  return [...missedOf(sent), ...hidden]
}

function missedOf({ missed, covers }: Sent): string[] {
  if (missed === 0 || covers === undefined) return []
  const times =
    missed === 1 ? 'One earlier delivery was' : `${missed.toLocaleString('en-US')} earlier deliveries were`
  return [`${times} missed while Daybook was not running. This one covers them too.`, '']
}

function fileOf({ attached, manifest, links, zone }: Sent): string[] {
  if (attached) return ['The file is attached.']
  const until = momentWords(Date.parse(manifest.expiresAt), zone)
  return [
    'The file can be opened here:',
    links.page,
    `It opens for whoever is signed in to Daybook, may read ${oneLine(manifest.tenant)}, and sees as much as is in it. The link ends ${until}.`,
  ]
}

/** The period is said on a line of its own. */
function questionWords(words: string, covers: Period | undefined): string {
  if (covers === undefined) return words
  const { from, to } = covers
  return words.replace(`, from ${new Date(from).toISOString()}, before ${new Date(to).toISOString()}`, '')
}

/** Days in the zone, both inclusive, where the period is of whole days; else its moments. */
export function periodWords({ from, to }: Period, zone: string): string {
  const day = (at: number) =>
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    }).format(at)
  const [first, last] = [day(from), day(to - 1)]
  return first === last ? `${first} (${zone})` : `${first} to ${last} (${zone})`
}

function momentWords(at: number, zone: string): string {
  const words = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    dateStyle: 'long',
    timeStyle: 'medium',
  }).format(at)
  return `${words} (${zone})`
}

function bytesWords(bytes: number): string {
  let [value, unit] = [bytes, 0]
  while (value >= 1024 && unit < BYTES_UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${BYTES_UNITS[unit]}`
}

/** Controls, line ends and marks that turn the direction of writing become spaces. */
function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\s]+/gu, ' ')
    .trim()
    .toWellFormed()
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, character => ENTITIES[character] ?? '')
}

export function testText(name: string): string {
  return `This is a test of the schedule “${oneLine(name)}” of Daybook. It carries no report.\n`
}

export function testHtml(name: string): string {
  return `<!doctype html><html lang="en"><body><p>${escapeHtml(testText(name).trim())}</p></body></html>`
}
