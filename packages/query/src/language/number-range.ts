/**
 * Whole numbers and ranges: `7`, `7..9`, `7..`, `..9`, `>=7`, `>7`, `<=9`, `<9`.
 * A range has one spelling and holds at least one number that can exist.
 */

import type { Complaint } from './problems.ts'
import { shown } from './problems.ts'
import type { NumbersTest } from './value-test.ts'

export type NumberReading = { ok: true; text: string; test: NumbersTest } | ({ ok: false } & Complaint)

const RANGE = /^(\d{0,16})\.\.(\d{0,16})$/
const COMPARED = /^(>=|<=|>|<)?(\d{1,16})$/

export function readNumbers(text: string): NumberReading {
  const range = RANGE.exec(text)
  if (range !== null && text !== '..') return betweenOf(range[1] as string, range[2] as string)
  const compared = COMPARED.exec(text)
  if (compared === null) return wrong(text)
  const number = Number(compared[2])
  if (!Number.isSafeInteger(number)) return wrong(text)
  switch (compared[1]) {
    case '>=':
      return read(`>=${number}`, { from: number })
    case '<=':
      return read(`<=${number}`, { to: number })
    case '>':
      return Number.isSafeInteger(number + 1) ? read(`>${number}`, { from: number + 1 }) : wrong(text)
    case '<':
      if (number > 0) return read(`<${number}`, { to: number - 1 })
      return {
        ok: false,
        code: 'QUERY_INVALID_NUMBER',
        message: 'No number is below 0',
        params: { what: 'below' },
      }
    case undefined:
    default:
      return read(String(number), { from: number, to: number })
  }
}

function betweenOf(first: string, last: string): NumberReading {
  if (first === '') return readNumbers(`<=${last}`)
  if (last === '') return readNumbers(`>=${first}`)
  const [from, to] = [Number(first), Number(last)]
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) return wrong(`${first}..${last}`)
  if (from <= to) return read(`${from}..${to}`, { from, to })
  const message = `The range ${from}..${to} is empty: its end comes before its beginning`
  const params = { what: 'backwards', text: `${from}..${to}` }
  return { ok: false, code: 'QUERY_INVALID_NUMBER', message, params, suggestion: `${to}..${from}` }
}

function read(text: string, range: Omit<NumbersTest, 'test'>): NumberReading {
  return { ok: true, text, test: { test: 'numbers', ...range } }
}

function wrong(text: string): NumberReading {
  const message = `"${shown(text)}" is no whole number or range: write 100, 100..200, >=100 or <100`
  return { ok: false, code: 'QUERY_INVALID_NUMBER', message, params: { what: 'form', text: shown(text) } }
}
