/**
 * How a question is understood, in the words of the page's language: fields by their labels, values by their names.
 * English has a plainer sentence of its own, from the query room; this says the same parts in the same order in any other.
 */
import { explainQuery, isEverything, normaliseQuery, type Field, type Query } from '@daybook/query'

import type { T } from '../i18n/use-t.ts'
import { fieldLabel } from '../i18n/words.ts'

/** How a filter value is called, such as an actor's name for an id. */
export type LabelOf = (field: Field, value: string) => string

export function explained(t: T, locale: string, query: Query, labelOf: LabelOf): string {
  if (locale === 'en') return explainQuery(query)
  const normal = normaliseQuery(query)
  if (isEverything(normal)) return t('search.explain.all')
  if (normal.kind === 'or' && normal.items.length === 0) return t('search.explain.none')
  return t('search.explain.events', { what: say(t, normal, labelOf, true) })
}

function say(t: T, query: Query, labelOf: LabelOf, outermost: boolean): string {
  const part = (item: Query) => say(t, item, labelOf, false)
  switch (query.kind) {
    case 'and':
      return outermost ? query.items.map(part).join(', ') : `(${query.items.map(part).join(t('search.and'))})`
    case 'or':
      return `(${query.items.map(part).join(t('search.or'))})`
    case 'not':
      return `${t('search.not')} ${part(query.item)}`
    case 'text':
      return t('search.explain.text', { text: query.text })
    case 'term': {
      const { field, values } = query
      const named = values.map(({ text, exact }) =>
        exact === true ? `„${text}“` : labelOf(field as Field, text),
      )
      return `${fieldLabel(t, field)}: ${named.join(t('search.or'))}`
    }
  }
}
