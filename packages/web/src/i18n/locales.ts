/**
 * The languages of the app. English is part of the first load and fills what another language lacks; the others are loaded
 * when they are chosen. A new language is a folder in messages/ and a line here.
 */
import { messages as english } from '../messages/en/index.ts'

export type Messages = typeof english

/** Messages of another language: any part of the English ones. */
export type SomeMessages = Deep<Messages>
type Deep<T> = { [K in keyof T]?: T[K] extends string ? string : Deep<T[K]> }

export interface Language {
  /** Its name in itself. */
  name: string
  dir: 'ltr' | 'rtl'
  load: () => Promise<SomeMessages>
}

export const LANGUAGES = {
  en: { name: 'English', dir: 'ltr', load: () => Promise.resolve(english) },
  de: {
    name: 'Deutsch',
    dir: 'ltr',
    load: async () => (await import('../messages/de/index.ts')).messages,
  },
} satisfies Readonly<Record<string, Language>>

export type Locale = keyof typeof LANGUAGES
export const LOCALES = Object.keys(LANGUAGES) as Locale[]
export const DEFAULT_LOCALE: Locale = 'en'

export const isLocale = (text: string): text is Locale => Object.hasOwn(LANGUAGES, text)

/** The first language that the reader wants and that there is. `wanted` are tags such as `de-AT`, best first. */
export function matchLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    const [language = ''] = tag.toLowerCase().split('-')
    if (isLocale(language)) return language
  }
  return DEFAULT_LOCALE
}

/** A language's messages with English where it has none. */
export function complete(some: SomeMessages): Messages {
  return merged(english, some) as Messages
}

type Tree = { [key: string]: string | Tree | undefined }

function merged(base: Tree, over: Tree): Tree {
  const result: Tree = { ...base }
  for (const [key, value] of Object.entries(over)) {
    const below = base[key]
    if (typeof value === 'string') result[key] = value
    else if (value !== undefined && typeof below === 'object') result[key] = merged(below, value)
  }
  return result
}
