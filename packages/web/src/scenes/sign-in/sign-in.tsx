/** The card that asks for a sign-in link or token, and says where one comes from. */
import { ScrollText } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useLocale } from 'use-intl'

import { useSignIn } from '../../api/queries.ts'
import { ApiError } from '../../errors.ts'
import { problemWords } from '../../i18n/problem-words.ts'
import { useT } from '../../i18n/use-t.ts'
import { tokenIn } from './token.ts'

export interface SignInProps {
  note: string
  /** Why an attempt that came before this card failed. */
  failure?: unknown
}

export function SignIn({ note, failure }: SignInProps) {
  const t = useT()
  const signIn = useSignIn()
  const [typed, setTyped] = useState('')
  const [malformed, setMalformed] = useState(false)
  const refused = signIn.error ?? failure

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const token = tokenIn(typed)
    setMalformed(token === undefined)
    if (token !== undefined) signIn.mutate(token)
  }
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <div className="brand">
          <ScrollText size={20} strokeWidth={2.1} aria-hidden />
          <b>{t('app.product')}</b>
        </div>
        <h1>{t('signIn.title')}</h1>
        {refused !== undefined && refused !== null && <Refusal error={refused} />}
        <p>{note}</p>
        <code className="example">{t('signIn.example', { origin: location.origin })}</code>
        <p>{t('signIn.how')}</p>
        <form onSubmit={submit}>
          <label>
            {t('signIn.field')}
            <input
              className="field"
              value={typed}
              onChange={event => setTyped(event.target.value)}
              autoComplete="off"
              spellCheck={false}
              autoFocus
              aria-invalid={malformed}
              aria-describedby={malformed ? 'sign-in-error' : undefined}
            />
          </label>
          {malformed && (
            <p className="form-error" id="sign-in-error" role="alert">
              {t('signIn.notAToken')}
            </p>
          )}
          <button type="submit" className="button" data-kind="primary" disabled={signIn.isPending}>
            {signIn.isPending ? t('signIn.working') : t('signIn.submit')}
          </button>
        </form>
      </div>
    </main>
  )
}

function Refusal({ error }: { error: unknown }) {
  const t = useT()
  const problem = error instanceof ApiError ? error.problem : undefined
  const { title, detail } = problemWords(t, useLocale(), error)
  const used = problem?.status === 401 || problem?.status === 403
  return (
    <div className="reason" role="alert">
      <b>{used ? t('signIn.refused') : title}</b>
      {used ? t('signIn.refusedHint') : detail}
    </div>
  )
}
