/** The language of the page, as the browser's own list under a sign. Each language is called by its own name. */
import { Languages } from 'lucide-react'

import { useLocaleChoice } from '../i18n/i18n-provider.tsx'
import { isLocale, LANGUAGES, LOCALES } from '../i18n/locales.ts'
import { useT } from '../i18n/use-t.ts'

export function LanguageChoice() {
  const t = useT()
  const [locale, choose] = useLocaleChoice()
  const label = t('rail.language')
  return (
    <span className="icon-button language" title={label}>
      <Languages size={16} aria-hidden />
      <select
        aria-label={label}
        value={locale}
        onChange={event => isLocale(event.target.value) && choose(event.target.value)}
      >
        {LOCALES.map(one => (
          <option key={one} value={one} lang={one}>
            {LANGUAGES[one].name}
          </option>
        ))}
      </select>
    </span>
  )
}
