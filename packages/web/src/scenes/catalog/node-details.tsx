/** Everything that is known of one thing of the catalog, and where it leads: its events, and how to describe it. */
import { Link } from '@tanstack/react-router'
import { ArrowRight, X } from 'lucide-react'
import type { ReactNode } from 'react'

import { CopyButton } from '../../components/copy-button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Text } from '../../components/text.tsx'
import { useNumbers, useT } from '../../i18n/use-t.ts'
import { categoryLabel } from '../../i18n/words.ts'
import { JsonText } from '../entry/json-text.tsx'
import { filterText, search } from '../../state/links.ts'
import { stubOf } from './stub.ts'
import type { Node } from './tree.ts'

export function NodeDetails({ node, onClose }: { node: Node; onClose: () => void }) {
  const t = useT()
  const { count } = useNumbers()
  const { alsoCalled = [], description, label, name, firstSeen, lastSeen } = node
  return (
    <aside
      className="panel catalog-details"
      aria-label={t('catalog.details')}
      onKeyDown={event => event.key === 'Escape' && onClose()}
    >
      <div className="panel-head">
        <span className="quiet">{t(`catalog.levels.${node.level}`)}</span>
        <span className="grow" />
        <IconButton label={t('catalog.closeDetails')} onClick={onClose}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
      <div className="catalog-facts">
        <h2>
          <Text wrap>{label ?? name}</Text>
        </h2>
        {description !== undefined && (
          <p>
            <Text wrap>{description}</Text>
          </p>
        )}
        <Link to="/activity" search={search({ q: questionOf(node), r: 'all' })} className="button">
          {t('catalog.showEvents', { n: node.count })}
          <ArrowRight size={14} aria-hidden />
        </Link>
        <dl className="details">
          {label !== undefined && <Fact name={t('catalog.facts.name')}>{name}</Fact>}
          {node.level > 1 && 'application' in node && (
            <Fact name={t('words.fields.application')}>{node.application}</Fact>
          )}
          {node.level === 3 && <Fact name={t('words.fields.entity')}>{node.entity}</Fact>}
          {node.level === 3 && node.category !== undefined && (
            <Fact name={t('words.fields.category')}>{categoryLabel(t, node.category)}</Fact>
          )}
          <Fact name={t('catalog.facts.count')}>{count(node.count)}</Fact>
          <Fact name={t('catalog.facts.firstSeen')}>{firstSeen ?? t('catalog.never')}</Fact>
          <Fact name={t('catalog.facts.lastSeen')}>{lastSeen ?? t('catalog.never')}</Fact>
          {alsoCalled.length > 0 && <Fact name={t('catalog.facts.alsoCalled')}>{alsoCalled.join(', ')}</Fact>}
          {node.level === 2 && (
            <>
              <Fact name={t('catalog.facts.editLink')} code>
                {node.editLink ?? t('catalog.noEditLink')}
              </Fact>
              <Fact name={t('catalog.facts.sensitive')} code={node.sensitive !== undefined}>
                {(node.sensitive ?? []).join(', ') || t('catalog.nothingSensitive')}
              </Fact>
              {node.retention !== undefined && (
                <Fact name={t('catalog.facts.retention')}>{node.retention}</Fact>
              )}
            </>
          )}
        </dl>
        {node.assumed === true && <p className="quiet">{t('catalog.assumed')}</p>}
        {!node.described && <Describe node={node} />}
      </div>
    </aside>
  )
}

function Fact({ name, code = false, children }: { name: string; code?: boolean; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Text wrap className={code ? 'mono' : ''}>
          {children}
        </Text>
      </dd>
    </div>
  )
}

/** What a catalog file would say of it: a beginning to copy. */
function Describe({ node }: { node: Node }): ReactNode {
  const t = useT()
  return (
    <section className="catalog-stub">
      <h3>
        {t('catalog.describe')}
        <span className="grow" />
        <CopyButton small label={t('catalog.copyStub')} text={() => JSON.stringify(stubOf(node), null, 2)} />
      </h3>
      <p className="quiet">{t('catalog.describeHint')}</p>
      <JsonText value={stubOf(node)} />
    </section>
  )
}

function questionOf(node: Node): string {
  if (node.level === 1) return filterText([['application', node.name]])
  const above = [['application', node.application]] as const
  if (node.level === 2) return filterText([...above, ['entity', node.name]])
  return filterText([...above, ['entity', node.entity], ['activity', node.name]])
}
