/**
 * The sentences of the app by key, such as `t('report.failed', { n: 3 })`. Keys are checked against the English messages.
 * Functions outside of components take the `T` of their caller.
 */
import { useLocale, useTranslations } from 'use-intl'

import { numbersOf, type Numbers } from '../text/number.ts'
import type { Locale, Messages } from './locales.ts'

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale
    Messages: Messages
  }
}

export type T = ReturnType<typeof useTranslations<never>>

export const useT = (): T => useTranslations()

/** How numbers are written in the language on the page. */
export const useNumbers = (): Numbers => numbersOf(useLocale())
