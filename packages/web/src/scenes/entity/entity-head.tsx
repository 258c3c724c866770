/** The top line of an entity's page: its name, how often it was only used, and where to go from here. */
import { Link } from '@tanstack/react-router'
import { ArrowUpRight, Clipboard, Download, Eye, EyeOff } from 'lucide-react'

import type { EntityGlance, EntityKey } from '../../api/entities.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Text } from '../../components/text.tsx'
import { useT, type T } from '../../i18n/use-t.ts'
import { aboutEntity, search } from '../../state/links.ts'
import { visible } from '../../text/visible.ts'

export interface EntityHeadProps {
  entity: EntityKey
  glance: EntityGlance | undefined
  editLink: string | undefined
  quietShown: boolean
  onQuiet: (shown: boolean) => void
}

export function EntityHead({ entity, glance, editLink, quietShown, onQuiet }: EntityHeadProps) {
  const t = useT()
  const name = glance?.entity.name ?? entity.id
  const about = aboutEntity(entity)
  return (
    <header className="entity-head">
      <h1>
        <Text>{name}</Text>
      </h1>
      <span className="badge">
        <Text>{entity.type}</Text>
      </span>
      {name !== entity.id && <Text className="mono quiet entity-id">{entity.id}</Text>}
      {'clipboard' in navigator && (
        <IconButton
          small
          label={t('entity.copyId')}
          onClick={() => void navigator.clipboard.writeText(entity.id)}
        >
          <Clipboard size={13} aria-hidden />
        </IconButton>
      )}
      <span className="grow" />
      {glance && glance.quiet > 0 && (
        <button
          type="button"
          className="button"
          data-kind="ghost"
          aria-pressed={quietShown}
          title={quietTitle(t, quietShown, glance.quietFailed)}
          onClick={() => onQuiet(!quietShown)}
        >
          {quietShown ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
          {t('entity.quiet', { n: glance.quiet })}
        </button>
      )}
      <Link to="/activity" search={search({ q: about, r: 'all' })} className="button" data-kind="ghost">
        {t('entity.allActivity')}
      </Link>
      <Link to="/exports" search={search({ new: 'changes', q: about, r: 'all' })} className="button">
        <Download size={14} aria-hidden />
        {t('entity.export')}
      </Link>
      {editLink !== undefined && (
        <a
          className="button"
          data-kind="primary"
          href={editLink}
          target="_blank"
          rel="noopener noreferrer"
          title={t('entity.editHint', { url: editLink })}
        >
          {t('entity.edit', { application: visible(glance?.application ?? '') })}
          <ArrowUpRight size={14} aria-hidden />
        </a>
      )}
    </header>
  )
}

function quietTitle(t: T, shown: boolean, failed: number): string {
  const what = shown ? t('entity.hideQuiet') : t('entity.showQuiet')
  return failed === 0 ? what : `${what} · ${t('entity.quietFailed', { n: failed })}`
}
