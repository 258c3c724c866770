/** Under the line: how the filter is understood or what is wrong with it, and what could be written. */
import type { FieldName, QueryProblem } from '@daybook/query'
import { CornerDownLeft, Search, TriangleAlert } from 'lucide-react'

import { useLocale } from 'use-intl'

import { Text } from '../components/text.tsx'
import { filterProblemWords } from '../i18n/problem-words.ts'
import { useNumbers, useT } from '../i18n/use-t.ts'
import { fieldLabel } from '../i18n/words.ts'
import type { Offer } from './suggestions.ts'

export const OFFERS_ID = 'search-offers'
export const offerId = (at: number): string => `${OFFERS_ID}-${at}`
export const PROBLEM_ID = 'search-problem'

export interface SearchPopupProps {
  offers: readonly Offer[]
  /** The marked one; -1 = none. */
  marked: number
  /** How the filter is understood. */
  explanation: string
  onTake: (offer: Offer) => void
  onMark: (at: number) => void
}

export function SearchPopup({ offers, marked, explanation, onTake, onMark }: SearchPopupProps) {
  const t = useT()
  return (
    <div className="popover search-popup">
      {offers.length > 0 && (
        <ul id={OFFERS_ID} role="listbox" aria-label={t('search.offers')}>
          {offers.map((offer, at) => (
            <li
              key={offer.id}
              id={offerId(at)}
              role="option"
              aria-selected={at === marked}
              onPointerDown={event => {
                event.preventDefault()
                onTake(offer)
              }}
              onPointerMove={() => onMark(at)}
            >
              <OfferLine offer={offer} />
            </li>
          ))}
        </ul>
      )}
      <p className="search-help">
        <span className="search-explanation">
          <Text>{explanation}</Text>
        </span>
        <span className="search-keys" aria-hidden>
          <kbd>-</kbd> {t('search.keys.exclude')} <kbd>,</kbd> {t('search.keys.or')} <kbd>&quot; &quot;</kbd>{' '}
          {t('search.keys.exact')} <kbd>Tab</kbd> {t('search.keys.complete')}
        </span>
      </p>
    </div>
  )
}

function OfferLine({ offer }: { offer: Offer }) {
  const t = useT()
  const locale = useLocale()
  const { short } = useNumbers()
  if (offer.kind === 'text') {
    return (
      <>
        <Search size={13} aria-hidden />
        <span>{t('search.text')}</span>
        <Text className="search-label">{offer.label}</Text>
        <CornerDownLeft className="search-count" size={12} aria-hidden />
      </>
    )
  }
  return (
    <>
      <code>{offer.code}</code>
      <Text className="search-label">
        {offer.kind === 'field' ? fieldLabel(t, offer.code.replace(':', '') as FieldName) : offer.label}
      </Text>
      {offer.description !== '' && locale === 'en' && (
        <span className="quiet search-description">{offer.description}</span>
      )}
      {offer.count !== undefined && <span className="search-count">{short(offer.count)}</span>}
    </>
  )
}

export interface SearchProblemProps {
  text: string
  problem: QueryProblem
  onCorrect: () => void
}

/** What is wrong, where, and what to write instead. */
export function SearchProblem({ text, problem, onCorrect }: SearchProblemProps) {
  const t = useT()
  const { start, end, suggestion } = problem
  return (
    <div className="search-problem" id={PROBLEM_ID} role="alert">
      <TriangleAlert size={14} aria-hidden />
      <code>
        <Text>{text.slice(0, start)}</Text>
        <mark>
          <Text>{text.slice(start, Math.max(end, start + 1)) || ' '}</Text>
        </mark>
        <Text>{text.slice(Math.max(end, start + 1))}</Text>
      </code>
      <span>
        <Text wrap>{filterProblemWords(t, problem)}</Text>
      </span>
      {suggestion !== undefined && (
        <button type="button" className="link" onClick={onCorrect}>
          {t('search.write', { suggestion })}
        </button>
      )}
    </div>
  )
}
