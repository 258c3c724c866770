/** Why the server refused, in place: its title, its detail, and what is wrong where. Nothing without an error. */
import { ApiError } from '../errors.ts'
import { useLocale } from 'use-intl'

import { problemWords } from '../i18n/problem-words.ts'
import { useT } from '../i18n/use-t.ts'
import { Text } from './text.tsx'

/** No more of a long list than this is shown. */
const PROBLEMS_SHOWN = 12

export function Problem({ error }: { error: unknown }) {
  const t = useT()
  const locale = useLocale()
  if (error === null || error === undefined) return null
  const problem = error instanceof ApiError ? error.problem : undefined
  const { title, detail } = problemWords(t, locale, error)
  const told = problem?.problems ?? []
  return (
    <div className="problem" role="alert">
      <b>
        <Text wrap>{title}</Text>
      </b>
      {detail !== undefined && <Text wrap>{detail}</Text>}
      {told.length > 0 && (
        <ul>
          {told.slice(0, PROBLEMS_SHOWN).map(({ path, message }, at) => (
            <li key={at}>
              <Text wrap className="mono">
                {path}
              </Text>{' '}
              <Text wrap>{message}</Text>
            </li>
          ))}
        </ul>
      )}
      {told.length > PROBLEMS_SHOWN && (
        <span className="quiet">{t('states.moreProblems', { n: told.length - PROBLEMS_SHOWN })}</span>
      )}
    </div>
  )
}
