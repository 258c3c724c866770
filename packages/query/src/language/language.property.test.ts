import fc from 'fast-check'
import { expect, test } from 'vitest'

import { withoutSpans, type Query } from './ast.ts'
import { allOf } from './combine.ts'
import { applyCompletion, completeAt } from './complete.ts'
import { termsOf, toggleValue, withoutTerm, withTerm } from './edit.ts'
import { explainQuery } from './explain.ts'
import { QUERY_FIELDS } from './fields.ts'
import { matches, matchesChange } from './match.ts'
import { isOfOneChange, normalise } from './normal.ts'
import { parseQuery } from './parse.ts'
import { printQuery } from './print.ts'
import { anyEvent, anyQuery, anyText, anyTyped } from './testing/arbitrary.ts'
import { widened } from './widen.ts'

const RUNS = { numRuns: 2000 }

function parsed(text: string): Query {
  const { query, errors } = parseQuery(text)
  expect(errors).toEqual([])
  return query
}

test('a printed question is read back as the same question', () => {
  fc.assert(
    fc.property(anyQuery, query => {
      const normal = withoutSpans(normalise(query))
      fc.pre(parseQuery(printQuery(query)).errors.every(({ code }) => code !== 'QUERY_TOO_DEEP'))
      expect(withoutSpans(parsed(printQuery(query)))).toEqual(normal)
    }),
    RUNS,
  )
})

test('the normal form of a normal form is itself, and survives JSON', () => {
  fc.assert(
    fc.property(anyQuery, query => {
      const normal = normalise(query)
      expect(normalise(normal)).toEqual(normal)
      expect(JSON.parse(JSON.stringify(normal))).toEqual(normal)
    }),
    RUNS,
  )
})

test('whatever is typed is read without throwing, and what was understood prints to a fixed point', () => {
  fc.assert(
    fc.property(anyTyped, text => {
      const { query } = parseQuery(text)
      const printed = printQuery(query)
      const again = parseQuery(printed)
      expect(again.errors).toEqual([])
      expect(withoutSpans(again.query)).toEqual(withoutSpans(query))
      expect(printQuery(again.query)).toBe(printed)
      expect(explainQuery(query)).toMatch(/^(?:all|no) events$|^events /)
    }),
    RUNS,
  )
})

test('every problem and every node stands inside the text', () => {
  fc.assert(
    fc.property(anyTyped, text => {
      const { query, errors } = parseQuery(text)
      for (const { start, end } of errors) {
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(text.length)
      }
      for (const { span } of nodesOf(query)) {
        if (span === undefined) continue
        expect(span.start).toBeGreaterThanOrEqual(0)
        expect(span.end).toBeGreaterThan(span.start)
        expect(span.end).toBeLessThanOrEqual(text.length)
      }
    }),
    RUNS,
  )
})

test('taking a suggestion mends its problem', () => {
  fc.assert(
    fc.property(anyTyped, text => {
      const { errors } = parseQuery(text)
      const [first] = errors
      if (errors.length !== 1 || first?.suggestion === undefined) return
      const mended = text.slice(0, first.start) + first.suggestion + text.slice(first.end)
      expect(parseQuery(mended).errors.filter(({ code }) => code === first.code)).toEqual([])
    }),
    RUNS,
  )
})

test('the text of a node reads as the node', () => {
  fc.assert(
    fc.property(anyTyped, text => {
      const { query, errors } = parseQuery(text)
      fc.pre(errors.length === 0)
      for (const node of nodesOf(query)) {
        if (node.span === undefined || node.kind === 'and' || node.kind === 'or') continue
        const own = parseQuery(text.slice(node.span.start, node.span.end)).query
        expect(withoutSpans(own)).toEqual(withoutSpans(node))
      }
    }),
    RUNS,
  )
})

test('a question and its negation share the events and the changes out between them', () => {
  fc.assert(
    fc.property(anyQuery, anyEvent, (query, event) => {
      const negation: Query = { kind: 'not', item: query }
      expect(matches(negation, event)).toBe(!matches(query, event))
      for (const change of event.changes ?? []) {
        expect(matchesChange(negation, event, change)).toBe(!matchesChange(query, event, change))
      }
    }),
    RUNS,
  )
})

test('a question about one change is answered by an event exactly when one of its changes answers it', () => {
  fc.assert(
    fc.property(anyQuery, anyEvent, (query, event) => {
      const normal = normalise(query)
      fc.pre(isOfOneChange(normal))
      const some = (event.changes ?? []).some(change => matchesChange(normal, event, change))
      expect(matches(normal, event)).toBe(some)
    }),
    { numRuns: 1000 },
  )
})

test('at the change grain "and" and "or" are those of logic', () => {
  fc.assert(
    fc.property(anyQuery, anyQuery, anyEvent, (a, b, event) => {
      for (const change of event.changes ?? []) {
        const [left, right] = [matchesChange(a, event, change), matchesChange(b, event, change)]
        expect(matchesChange(allOf(a, b), event, change)).toBe(left && right)
        expect(matchesChange({ kind: 'or', items: [a, b] }, event, change)).toBe(left || right)
      }
    }),
    RUNS,
  )
})

test('questions that are joined find no more than each of them', () => {
  fc.assert(
    fc.property(anyQuery, anyQuery, anyEvent, (a, b, event) => {
      if (matches(allOf(a, b), event)) {
        expect(matches(a, event)).toBe(true)
        expect(matches(b, event)).toBe(true)
      }
      expect(matches({ kind: 'or', items: [a, b] }, event)).toBe(matches(a, event) || matches(b, event))
    }),
    RUNS,
  )
})

test('a quoted value of a field finds the event that has it', () => {
  const texts = ['application', 'entity', 'activity'] as const
  fc.assert(
    fc.property(anyEvent, fc.constantFrom(...texts), (event, field) => {
      const text = field === 'entity' ? event.entity.type : event[field]
      const picked = toggleValue({ kind: 'and', items: [] }, field, text, 'include')
      expect(matches(parsed(printQuery(picked)), event)).toBe(true)
    }),
    RUNS,
  )
})

test('picking a value twice is as never picking it', () => {
  const fields = fc.constantFrom('application', 'entity', 'actor', 'attr') as fc.Arbitrary<'actor'>
  fc.assert(
    fc.property(
      anyQuery,
      fields,
      anyText,
      fc.constantFrom('include', 'exclude'),
      (query, field, text, mode) => {
        // A question that has the value already is not brought back by adding it.
        const plain = termsOf(query).every(chip => chip.field !== field)
        fc.pre(plain)
        const once = toggleValue(query, field, text, mode)
        expect(printQuery(toggleValue(once, field, text, mode))).toBe(printQuery(query))
      },
    ),
    RUNS,
  )
})

test('a part that is added and removed leaves the question as it was', () => {
  fc.assert(
    fc.property(anyQuery, query => {
      const part: Query = { kind: 'text', text: 'nowhereelse' }
      const normal = normalise(query)
      fc.pre(printQuery(normal) !== '-*')
      const added = withTerm(query, part)
      expect(termsOf(added).at(-1)?.text).toBe('nowhereelse')
      expect(withTerm(added, part)).toEqual(added)
      expect(printQuery(withoutTerm(added, termsOf(added).length - 1))).toBe(printQuery(query))
    }),
    RUNS,
  )
})

test('completing at any place of any text gives a range around the cursor, and every proposal can be applied', () => {
  fc.assert(
    fc.property(anyTyped, fc.nat({ max: 40 }), (text, place) => {
      const cursor = Math.min(place, text.length)
      const completion = completeAt(text, cursor)
      expect(completion.start).toBeLessThanOrEqual(cursor)
      expect(completion.end).toBeGreaterThanOrEqual(cursor)
      for (const proposal of completion.proposals) {
        const applied = applyCompletion(text, completion, proposal)
        expect(applied.text.startsWith(text.slice(0, completion.start) + proposal.insert)).toBe(true)
        expect(applied.cursor).toBeLessThanOrEqual(applied.text.length)
      }
    }),
    RUNS,
  )
})

test('no two fields are written alike', () => {
  const written = QUERY_FIELDS.flatMap(({ name, aliases }) => [name, ...aliases]).map(name =>
    name.toLowerCase().replaceAll(/[-_.]/g, ''),
  )
  expect(written.filter((name, i) => written.indexOf(name) !== i)).toEqual([])
})

function nodesOf(query: Query): Query[] {
  if (query.kind === 'not') return [query, ...nodesOf(query.item)]
  if (query.kind === 'and' || query.kind === 'or') return [query, ...query.items.flatMap(nodesOf)]
  return [query]
}

test('a widened question finds all that the question finds, and is widened once', () => {
  fc.assert(
    fc.property(anyQuery, anyEvent, (query, event) => {
      const wide = widened(query)
      fc.pre(wide !== undefined)
      expect(widened(wide)).toBeUndefined()
      expect(withoutSpans(parsed(printQuery(wide)))).toEqual(withoutSpans(wide))
      if (matches(query, event)) expect(matches(wide, event)).toBe(true)
    }),
    RUNS,
  )
})
