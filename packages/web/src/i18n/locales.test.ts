/** Guarantees of the languages: each says all that English says, with the same arguments, in messages that can be read. */
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'

import { complete, LANGUAGES, LOCALES, matchLocale, type Locale } from './locales.ts'

type Tree = { [key: string]: string | Tree | undefined }

/** `report.failed` → its text. */
function flat(tree: Tree, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[prefix + key, value] as const]
        : [...flat(value ?? {}, `${prefix}${key}.`)],
    ),
  )
}

interface Node {
  type: number
  value: string
  children?: Node[]
  options?: Record<string, { value: Node[] }>
}

/** Names of what a message is given: its arguments and its tags. */
function argumentsOf(nodes: Node[]): string[] {
  const TEXT = 0
  const POUND = 7
  return nodes.flatMap(node =>
    node.type === TEXT || node.type === POUND
      ? []
      : [
          node.value,
          ...argumentsOf(node.children ?? []),
          ...Object.values(node.options ?? {}).flatMap(option => argumentsOf(option.value)),
        ],
  )
}

const given = (text: string, locale: string) =>
  [...new Set(argumentsOf(new IntlMessageFormat(text, locale).getAst() as unknown as Node[]))].toSorted()

const english = flat(await LANGUAGES.en.load())
const others: Exclude<Locale, 'en'>[] = LOCALES.filter(locale => locale !== 'en')

describe.each(others)('the language %s', locale => {
  it('says everything that English says, and nothing else', async () => {
    const messages = flat(await LANGUAGES[locale].load())
    expect([...messages.keys()].toSorted()).toEqual([...english.keys()].toSorted())
  })

  it('takes the same arguments in every message', async () => {
    const messages = flat(await LANGUAGES[locale].load())
    const both = [...english].filter(([key]) => messages.has(key))
    for (const [key, text] of both) {
      expect([key, given(messages.get(key) ?? '', locale)]).toEqual([key, given(text, 'en')])
    }
  })
})

describe('a language', () => {
  it('is the first that the reader wants and that there is', () => {
    expect(matchLocale(['fr-FR', 'de-AT', 'en'])).toBe('de')
    expect(matchLocale(['DE'])).toBe('de')
    expect(matchLocale(['fr'])).toBe('en')
    expect(matchLocale([])).toBe('en')
  })

  it('is filled with English where it lacks something', () => {
    expect(complete({ app: { product: 'Tagebuch' } }).app).toEqual({
      product: 'Tagebuch',
      skip: english.get('app.skip'),
    })
  })
})
