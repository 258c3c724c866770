/**
 * `/sign-in#token`: exchanges the token for a session and goes to the activity report.
 * The token is spent at most once and leaves the address bar, and with it the history, before it is sent.
 */
import { Navigate, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'

import { useSession, useSignIn } from '../../api/queries.ts'
import { useT } from '../../i18n/use-t.ts'
import { SignIn } from './sign-in.tsx'
import { tokenIn } from './token.ts'

export function SignInPage() {
  const t = useT()
  const session = useSession()
  const navigate = useNavigate()
  const { mutate, isPending, isSuccess, error } = useSignIn()

  useEffect(() => {
    const token = tokenIn(location.hash)
    if (token === undefined) return
    history.replaceState(history.state, '', '/sign-in')
    mutate(token, { onSuccess: () => void navigate({ to: '/activity', replace: true }) })
  }, [mutate, navigate])

  if (session.data && !isPending) return <Navigate to="/activity" replace />
  if (isPending || isSuccess || session.isPending) {
    return (
      <main className="sign-in" role="status">
        {t('signIn.working')}
      </main>
    )
  }
  return <SignIn note={t('signIn.lead')} failure={error} />
}
