/**
 * Reads times in the format that a mapping names.
 * Invariant: a text that does not match the format exactly, or names a day that never was, is no time; nothing is guessed.
 *
 * Formats: `rfc3339`, `epoch-seconds`, `epoch-milliseconds`, or a pattern of `yyyy m mm d dd mmm H HH h hh MM SS fff a`
 * (`m` is the month, `M` the minute, `a` am or pm) with anything else standing for itself.
 */
import { ConnectorError } from '../errors.ts'
import { offsetReader } from './zone.ts'

/** RFC 3339 with the zone's offset, or undefined. */
export type TimeReader = (text: string) => string | undefined

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const PARTS: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  mmm: '(?<monthName>[A-Za-z]{3})',
  mm: '(?<month>\\d{2})',
  m: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  hh: '(?<hour12>\\d{2})',
  h: '(?<hour12>\\d{1,2})',
  MM: '(?<minute>\\d{2})',
  M: '(?<minute>\\d{1,2})',
  SS: '(?<second>\\d{2})',
  S: '(?<second>\\d{1,2})',
  fff: '(?<milli>\\d{3})',
  a: '(?<half>[AaPp])\\.?[Mm]\\.?',
}
const TOKEN = /(yyyy|mmm|mm|m|dd|d|HH|H|hh|h|MM|M|SS|S|fff|a)/
const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/

/** Throws 'MAPPING_INVALID' for a format or zone that makes no sense. */
export function timeReader(format: string, zone: string): TimeReader {
  if (format === 'rfc3339') return text => (RFC3339.test(text) ? text : undefined)
  if (format === 'epoch-seconds') return text => fromEpoch(text, 1000)
  if (format === 'epoch-milliseconds') return text => fromEpoch(text, 1)
  const pattern = compile(format)
  const offsetOf = offsetReader(zone)
  return text => {
    const parts = pattern.exec(text)?.groups
    const local = parts && localTime(parts)
    return local === undefined ? undefined : `${new Date(local).toISOString().slice(0, -1)}${offsetOf(local)}`
  }
}

function fromEpoch(text: string, factor: number): string | undefined {
  if (!/^\d{1,17}(\.\d+)?$/.test(text)) return undefined
  const date = new Date(Math.round(Number(text) * factor))
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

function compile(format: string): RegExp {
  const seen = new Set<string>()
  const source = format
    .split(TOKEN)
    .map(piece => {
      const part = PARTS[piece]
      if (part === undefined) return piece.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
      const name = /<(\w+)>/.exec(part)?.[1] ?? ''
      if (seen.has(name))
        throw new ConnectorError('MAPPING_INVALID', `/time/format: "${format}" names ${name} twice`)
      seen.add(name)
      return part
    })
    .join('')
  const complete = seen.has('year') && (seen.has('month') || seen.has('monthName')) && seen.has('day')
  if (!complete) {
    throw new ConnectorError(
      'MAPPING_INVALID',
      `/time/format: "${format}" lacks the year, the month or the day`,
    )
  }
  return new RegExp(`^${source}$`)
}

/** The local time as if it were UTC, in milliseconds; undefined for 31 April and 24:00. */
function localTime(parts: Record<string, string | undefined>): number | undefined {
  const year = Number(parts['year'])
  const month =
    parts['monthName'] === undefined
      ? Number(parts['month'])
      : MONTHS.indexOf(parts['monthName'].toLowerCase()) + 1
  const day = Number(parts['day'])
  const hour = hourOf(parts)
  const minute = Number(parts['minute'] ?? 0)
  const second = Number(parts['second'] ?? 0)
  if (month < 1 || month > 12 || hour === undefined || hour > 23 || minute > 59 || second > 59)
    return undefined
  const time = Date.UTC(year, month - 1, day, hour, minute, second, Number(parts['milli'] ?? 0))
  const date = new Date(time)
  return date.getUTCDate() === day && date.getUTCMonth() === month - 1 && year >= 1000 ? time : undefined
}

function hourOf(parts: Record<string, string | undefined>): number | undefined {
  if (parts['hour12'] === undefined) return Number(parts['hour'] ?? 0)
  const hour = Number(parts['hour12'])
  if (hour < 1 || hour > 12) return undefined
  return (hour % 12) + (parts['half']?.toLowerCase() === 'p' ? 12 : 0)
}
