/** What stands in place of rows: nothing there, something wrong, no such page. Each says what to do next. */
import { Link } from '@tanstack/react-router'
import { FileQuestion, SearchX, ServerCrash, Unplug, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLocale } from 'use-intl'

import { ApiError } from '../errors.ts'
import { problemWords } from '../i18n/problem-words.ts'
import { useT } from '../i18n/use-t.ts'
import { Text } from './text.tsx'

export interface EmptyStateProps {
  /** What would be here; a search that found nothing where none is given. */
  icon?: LucideIcon
  title: string
  children: ReactNode
  actions: ReactNode
}

export function EmptyState({ icon: Icon = SearchX, title, children, actions }: EmptyStateProps) {
  return (
    <div className="state" role="status">
      <div>
        <Icon size={26} strokeWidth={1.6} aria-hidden />
        <h2>{title}</h2>
        <div className="state-text">{children}</div>
        <div className="actions">{actions}</div>
      </div>
    </div>
  )
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useT()
  const problem = error instanceof ApiError ? error.problem : undefined
  const { title, detail } = problemWords(t, useLocale(), error)
  return (
    <div className="state" data-kind="error" role="alert">
      <div>
        <ServerCrash size={26} strokeWidth={1.6} aria-hidden />
        <h2>
          <Text wrap>{title}</Text>
        </h2>
        {detail !== undefined && (
          <p>
            <Text wrap>{detail}</Text>
          </p>
        )}
        {problem && (
          <p>
            <code>{problem.code}</code>
            {problem.requestId !== undefined && (
              <>
                {' · '}
                {t('states.request')} <code>{problem.requestId}</code>
              </>
            )}
          </p>
        )}
        <div className="actions">
          <button type="button" className="button" onClick={onRetry}>
            {t('states.retry')}
          </button>
        </div>
      </div>
    </div>
  )
}

/** A page whose code could not be had, or that failed. Loading it anew also brings a version that replaced it. */
export function Broken({ error }: { error: unknown }) {
  const t = useT()
  return (
    <main className="sheet">
      <div className="state" data-kind="error" role="alert">
        <div>
          <Unplug size={26} strokeWidth={1.6} aria-hidden />
          <h2>{t('states.broken')}</h2>
          <p>{t('states.brokenHint')}</p>
          <p>
            <code>
              <Text wrap>{error instanceof Error ? error.message : String(error)}</Text>
            </code>
          </p>
          <div className="actions">
            <button type="button" className="button" onClick={() => location.reload()}>
              {t('states.reload')}
            </button>
          </div>
        </div>
      </div>
    </main>
  )
}

export function NotFound() {
  const t = useT()
  return (
    <main className="state">
      <div>
        <FileQuestion size={26} strokeWidth={1.6} aria-hidden />
        <h2>{t('states.notFound')}</h2>
        <p>{t('states.notFoundHint')}</p>
        <div className="actions">
          <Link to="/activity" className="button">
            {t('states.toActivity')}
          </Link>
        </div>
      </div>
    </main>
  )
}
