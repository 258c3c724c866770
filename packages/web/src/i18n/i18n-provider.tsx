/**
 * Gives the app its language: the one chosen in this browser, else the first of the browser's that there is.
 * The document's language and direction follow. Until another language is loaded, the page waits rather than flashing English.
 */
import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from 'react'
import { IntlProvider } from 'use-intl'

import {
  complete,
  DEFAULT_LOCALE,
  isLocale,
  LANGUAGES,
  matchLocale,
  type Locale,
  type Messages,
} from './locales.ts'

const KEY = 'daybook.locale'

type Choice = readonly [Locale, (locale: Locale) => void]
const LocaleContext = createContext<Choice>([DEFAULT_LOCALE, () => undefined])

/** The language on the page, and how to choose another. */
export const useLocaleChoice = (): Choice => useContext(LocaleContext)

export function I18nProvider({ children }: { children: ReactNode }) {
  const [locale, setLocale] = useState(chosenLocale)
  const [loaded, setLoaded] = useState<{ locale: Locale; messages: Messages } | undefined>(() =>
    locale === DEFAULT_LOCALE ? { locale, messages: complete({}) } : undefined,
  )
  useEffect(() => {
    let current = true
    const load = async () => {
      // A language that cannot be loaded (an update swept its file away) is no reason to show nothing.
      const messages = await LANGUAGES[locale].load().catch(() => ({}))
      if (current) setLoaded({ locale, messages: complete(messages) })
    }
    void load()
    return () => {
      current = false
    }
  }, [locale])
  useEffect(() => {
    document.documentElement.lang = locale
    document.documentElement.dir = LANGUAGES[locale].dir
  }, [locale])
  const choose = useCallback((chosen: Locale) => {
    remember(chosen)
    setLocale(chosen)
  }, [])
  if (loaded === undefined) return null
  return (
    <LocaleContext value={[locale, choose]}>
      <IntlProvider locale={loaded.locale} messages={loaded.messages} timeZone="UTC">
        {children}
      </IntlProvider>
    </LocaleContext>
  )
}

function chosenLocale(): Locale {
  try {
    const kept = localStorage.getItem(KEY)
    if (kept !== null && isLocale(kept)) return kept
  } catch {
    // Storage is refused: the browser's languages decide.
  }
  return matchLocale(navigator.languages)
}

function remember(locale: Locale): void {
  try {
    localStorage.setItem(KEY, locale)
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
}
