/**
 * URL query strings as every parameter with all its values, both ways.
 * Readable on purpose: a person may write one by hand and a colleague may read it in a mail.
 */

/** The router's form of a query: every parameter with all its values, in order. */
export type SearchParams = Record<string, string[]>

export function parseSearch(search: string): SearchParams {
  const params: SearchParams = Object.create(null) as SearchParams
  for (const [name, value] of new URLSearchParams(search)) (params[name] ??= []).push(value)
  return { ...params }
}

/** With a leading `?`, or empty. */
export function printSearch(params: SearchParams): string {
  const pairs = Object.entries(params).flatMap(([name, values]) =>
    values.map(value => `${encode(name)}=${encode(value)}`),
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

const KEPT: Record<string, string> = {
  '%20': '+',
  '%3A': ':',
  '%2C': ',',
  '%2F': '/',
  '%40': '@',
}
const encode = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replaceAll(/%(?:20|3A|2C|2F|40)/g, code => KEPT[code] ?? code)
