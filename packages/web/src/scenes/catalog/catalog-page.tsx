/**
 * The catalog: what may occur beside what did, as a tree of applications, entities and activities.
 * What occurs without being described is an inbox of its own; a file describes it.
 */
import '../../styles/panel.css'
import '../../styles/catalog.css'

import { Search, Upload } from 'lucide-react'
import { useMemo, useState } from 'react'

import { useSession } from '../../api/queries.ts'
import { useCatalog } from '../../api/use-catalog.ts'
import { RESULTS_ID } from '../../components/focus-results.ts'
import { EmptyState, ErrorState } from '../../components/states.tsx'
import { useTitle } from '../../components/use-title.ts'
import { useNumbers, useT } from '../../i18n/use-t.ts'
import { CatalogTree } from './catalog-tree.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { NodeDetails } from './node-details.tsx'
import { shownNodes, treeOf, type Node } from './tree.ts'
import { SHOWN_PARTS, useCatalogAddress, type CatalogAddress } from './use-catalog-address.ts'

/** With no more matches than this, everything found is unfolded. */
const UNFOLDED_MAX = 400

export function CatalogPage() {
  const t = useT()
  const [now] = useState(() => Date.now())
  const address = useCatalogAddress(now)
  const { find, show, since, at, change } = address
  const catalog = useCatalog()
  const tree = useMemo(
    () => treeOf(catalog.data?.applications ?? [], { search: find, only: show, since }),
    [catalog.data, find, show, since],
  )
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set(pathTo(at)))
  const narrowed = find.trim() !== '' || show !== 'all'
  const everything = useMemo(() => new Set(allKeys(tree)), [tree])
  const unfolded = narrowed && everything.size <= UNFOLDED_MAX ? everything : opened
  const shown = useMemo(() => shownNodes(tree, unfolded), [tree, unfolded])
  const chosen = shown.find(node => node.key === at)
  useTitle(t('catalog.title'))
  return (
    <main className="sheet">
      <CatalogHead address={address} totals={catalog.data?.totals} />
      <div
        className="catalog-body"
        id={RESULTS_ID}
        tabIndex={-1}
        data-details={chosen !== undefined || undefined}
      >
        {catalog.isError ? (
          <ErrorState error={catalog.error} onRetry={() => void catalog.refetch()} />
        ) : catalog.data === undefined ? (
          <CatalogSkeleton />
        ) : shown.length === 0 ? (
          <Nothing address={address} isEmpty={catalog.data.applications.length === 0} />
        ) : (
          <>
            {catalog.data.truncated && (
              <p className="notice" role="status">
                {t('catalog.truncated')}
              </p>
            )}
            <CatalogTree
              shown={shown}
              opened={unfolded}
              chosen={at}
              onChoose={key => change({ at: key })}
              onOpen={(key, open) => setOpened(toggled(unfolded, key, open))}
            />
            {chosen && <NodeDetails node={chosen} onClose={() => change({ at: undefined })} />}
          </>
        )}
      </div>
    </main>
  )
}

interface CatalogHeadProps {
  address: CatalogAddress
  totals: { described: number; observed: number; undescribed: number } | undefined
}

function CatalogHead({ address: { find, show, since, change }, totals }: CatalogHeadProps) {
  const t = useT()
  const { count } = useNumbers()
  const session = useSession()
  const [importing, setImporting] = useState(false)
  const mayImport = session.data?.scopes.includes('admin') === true
  return (
    <>
      <div className="report-head">
        <h1>{t('catalog.title')}</h1>
        {totals && (
          <span className="quiet" role="status">
            {t('catalog.totals', { described: totals.described, observed: totals.observed })}
          </span>
        )}
        <span className="grow" />
        <button
          type="button"
          className="button"
          disabled={!mayImport}
          title={mayImport ? undefined : t('catalog.needsAdmin')}
          onClick={() => setImporting(true)}
        >
          <Upload size={14} aria-hidden />
          {t('catalog.import')}
        </button>
      </div>
      <div className="catalog-asking">
        <label className="find-small">
          <Search size={14} aria-hidden />
          <input
            type="search"
            value={find}
            placeholder={t('catalog.find')}
            aria-label={t('catalog.find')}
            onChange={event => change({ find: event.target.value })}
          />
        </label>
        <div className="segments" role="group" aria-label={t('catalog.show')}>
          {SHOWN_PARTS.map(part => (
            <button
              type="button"
              key={part}
              aria-pressed={show === part}
              onClick={() => change({ show: part, since: '' }, 'push')}
            >
              {t(`catalog.parts.${part}`)}
              {part === 'undescribed' && totals && totals.undescribed > 0 && (
                <span className="count-badge">{count(totals.undescribed)}</span>
              )}
            </button>
          ))}
        </div>
        {(show === 'new' || show === 'silent') && (
          <input
            type="date"
            className="field"
            value={since}
            aria-label={t('catalog.since')}
            onChange={event => event.target.value !== '' && change({ since: event.target.value })}
          />
        )}
        <span className="quiet">{t(`catalog.partHints.${show}`)}</span>
      </div>
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </>
  )
}

function Nothing({ address: { show, change }, isEmpty }: { address: CatalogAddress; isEmpty: boolean }) {
  const t = useT()
  if (isEmpty)
    return (
      <EmptyState title={t('catalog.emptyTitle')} actions={null}>
        {t('catalog.empty')}
      </EmptyState>
    )
  return (
    <EmptyState
      title={t(`catalog.none.${show}`)}
      actions={
        <button type="button" className="button" onClick={() => change({ find: '', show: 'all', since: '' })}>
          {t('catalog.showAll')}
        </button>
      }
    >
      {t('catalog.noneHint')}
    </EmptyState>
  )
}

const WIDTHS = ['32%', '26%', '38%', '22%', '30%', '27%', '35%', '24%'] as const

function CatalogSkeleton() {
  return (
    <div className="catalog-skeleton" aria-busy>
      {WIDTHS.map(width => (
        <i className="skeleton" key={width} style={{ width }} />
      ))}
    </div>
  )
}

/** The branches above a node: they are open when an address leads to it. */
function pathTo(key: string | undefined): string[] {
  const parts = key?.split('/') ?? []
  return parts.slice(0, -1).map((_, at) => parts.slice(0, at + 1).join('/'))
}

const allKeys = (nodes: readonly Node[]): string[] =>
  nodes.flatMap(node => [node.key, ...allKeys(node.children)])

function toggled(keys: ReadonlySet<string>, key: string, open: boolean): Set<string> {
  const next = new Set(keys)
  if (open) next.add(key)
  else next.delete(key)
  return next
}
