/** What kind of thing was done, as a small sign: the shape tells it, the colour repeats it. */
import type { Category, Outcome } from '../api/types.ts'
import { Ban, Check, TriangleAlert } from 'lucide-react'

import { useT } from '../i18n/use-t.ts'
import { outcomeLabel } from '../i18n/words.ts'
import { shownOutcome } from '../text/outcome.ts'

type Family = 'create' | 'update' | 'delete' | 'move' | 'read' | 'access' | 'session' | 'other'

const FAMILY: Record<Category, Family> = {
  create: 'create',
  import: 'create',
  update: 'update',
  enable: 'update',
  disable: 'update',
  delete: 'delete',
  export: 'move',
  share: 'move',
  read: 'read',
  search: 'read',
  grant: 'access',
  revoke: 'access',
  impersonate: 'access',
  login: 'session',
  logout: 'session',
  other: 'other',
}

export function Mark({ category }: { category: string }) {
  const family = Object.hasOwn(FAMILY, category) ? FAMILY[category as Category] : 'other'
  return (
    <svg className="mark" viewBox="0 0 9 9" data-family={family} aria-hidden>
      {SHAPES[family]}
    </svg>
  )
}

const SHAPES: Record<Family, React.ReactNode> = {
  create: <rect x="0.75" y="0.75" width="7.5" height="7.5" rx="1.5" />,
  update: <circle cx="4.5" cy="4.5" r="3.75" />,
  delete: <path d="M4.500 0 9 4.500 4.500 9 0 4.500z" />,
  move: <path d="M4.500 0.500 8.750 8.250H.250z" />,
  read: <circle cx="4.5" cy="4.5" r="2.75" />,
  access: <rect x="1.25" y="1.25" width="6.5" height="6.5" rx="1" />,
  session: <circle cx="4.5" cy="4.5" r="3.25" />,
  other: <path d="M1 4.500h7" />,
}

const SIGNS = { SUCCESS: Check, FAILURE: TriangleAlert, DENIED: Ban }

export function OutcomeLabel({ outcome, reason }: { outcome: Outcome; reason?: string | undefined }) {
  const t = useT()
  const shown = shownOutcome(outcome, reason)
  const Sign = SIGNS[shown]
  return (
    <span className="outcome" data-outcome={shown}>
      <Sign size={13} strokeWidth={2.3} aria-hidden />
      {outcomeLabel(t, shown)}
    </span>
  )
}
