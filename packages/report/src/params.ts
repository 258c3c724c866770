/**
 * Turns a bound value into the text that an engine parses for `{name:Type}`.
 * The text is data for the engine's own parser of that type: nothing in it can become SQL.
 */

import type { Param, Params } from './driver.ts'

// Bound values travel in the Escaped (tab separated) notation: a raw tab or line end would end the value.
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
  '\b': '\\b',
  '\f': '\\f',
}
// eslint-disable-next-line no-control-regex -- exactly the characters of ESCAPES
const ESCAPED = /[\\\t\n\r\0\b\f]/g

/** Text of one value, in the notation of ClickHouse's HTTP interface (`param_name=`). */
export function paramText(value: Param): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return escaped(value)
  return `[${value.map(element).join(',')}]`
}

/**
 * Statements that bind the values for the statements that follow on the same connection.
 * chDB's own bound calls go one at a time through the whole process; this way connections run side by side.
 * A literal consists of letters, digits and `\xHH` only, so no value can leave its quotes.
 */
export function bindingStatements(params: Params): string {
  return Object.entries(params)
    .map(([name, value]) => `SET param_${checkedName(name)} = ${literal(paramText(value))}; `)
    .join('')
}

function element(value: string | number): string {
  return typeof value === 'number' ? String(value) : `'${escaped(value).replaceAll("'", "\\'")}'`
}

function escaped(text: string): string {
  return text.replace(ESCAPED, character => ESCAPES[character] ?? character)
}

function checkedName(name: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new TypeError(`not a name of a parameter: ${name}`)
  return name
}

function literal(text: string): string {
  let quoted = "'"
  for (const byte of Buffer.from(text, 'utf8')) {
    const plain = (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122)
    quoted += plain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`
  }
  return `${quoted}'`
}
