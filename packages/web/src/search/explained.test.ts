import { parseQuery, type Field } from '@daybook/query'
import { createTranslator } from 'use-intl'
import { describe, expect, it } from 'vitest'

import type { T } from '../i18n/use-t.ts'
import { messages } from '../messages/de/index.ts'
import { explained } from './explained.ts'

const t = createTranslator({ locale: 'de', messages }) as unknown as T
const labelOf = (field: Field, value: string) =>
  field === 'actor' && value === 'u-9' ? 'Viktor Orlov' : value
const say = (q: string, locale = 'de') => explained(t, locale, parseQuery(q).query, labelOf)

describe('how a question is understood', () => {
  it('is said in the language of the page, with the names that the page knows', () => {
    expect(say('actor:u-9,luz -app:Player role')).toBe(
      'Ereignisse mit Ausgelöst von: Viktor Orlov oder luz, nicht Anwendung: Player, den Worten „role“',
    )
    expect(say('')).toBe('alle Ereignisse')
  })

  it('keeps what belongs together apart from the rest', () => {
    expect(say('app:Player (actor:a OR region:EU)')).toBe(
      'Ereignisse mit Anwendung: Player, (Ausgelöst von: a oder Region: EU)',
    )
  })

  it('is a plain sentence in English', () => {
    expect(say('app:Player', 'en')).toBe('events in Player')
  })
})
