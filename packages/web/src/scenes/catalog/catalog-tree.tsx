/**
 * The tree on screen, one line a node, walked by keys like any tree: up, down, right opens, left closes, typing is the search's.
 * One line is in the order of Tab; the focus moves with the choice.
 */
import { ChevronRight } from 'lucide-react'
import { useEffect, useRef, type CSSProperties, type KeyboardEvent } from 'react'

import { Mark } from '../../components/mark.tsx'
import { Text } from '../../components/text.tsx'
import { useNumbers, useT } from '../../i18n/use-t.ts'
import { categoryLabel } from '../../i18n/words.ts'
import { treeMove, type Node } from './tree.ts'

/** Lines that are drawn; a search leads to the rest. */
const LINES_MAX = 1500

export interface CatalogTreeProps {
  shown: readonly Node[]
  opened: ReadonlySet<string>
  chosen: string | undefined
  onChoose: (key: string) => void
  onOpen: (key: string, open: boolean) => void
}

export function CatalogTree({ shown, opened, chosen, onChoose, onOpen }: CatalogTreeProps) {
  const t = useT()
  const body = useRef<HTMLDivElement>(null)
  const moved = useRef(false)
  const lines = shown.slice(0, LINES_MAX)
  const inTabOrder = lines.some(node => node.key === chosen) ? chosen : lines[0]?.key
  const most = Math.max(1, ...shown.filter(node => node.level === 1).map(node => node.count))
  useEffect(() => {
    // The focus follows a key, never a filter.
    if (moved.current) body.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
    moved.current = false
  }, [chosen])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter' && inTabOrder !== undefined) {
      onOpen(inTabOrder, !opened.has(inTabOrder))
      return
    }
    const move = treeMove(lines, opened, inTabOrder, event.key)
    if (move === undefined) return
    event.preventDefault()
    if ('open' in move) onOpen(move.open, true)
    else if ('close' in move) onOpen(move.close, false)
    else {
      moved.current = true
      onChoose(move.go)
    }
  }
  return (
    <div className="catalog-scroll">
      <div
        className="catalog-tree"
        role="treegrid"
        aria-label={t('catalog.tree')}
        aria-rowcount={shown.length + 1}
      >
        <div role="rowgroup">
          <div className="catalog-line catalog-columns" role="row" aria-rowindex={1}>
            <span role="columnheader">{t('catalog.columns.name')}</span>
            <span role="columnheader">{t('catalog.columns.description')}</span>
            <span role="columnheader" className="number">
              {t('catalog.columns.count')}
            </span>
            <span role="columnheader">{t('catalog.columns.lastSeen')}</span>
          </div>
        </div>
        <div role="rowgroup" ref={body} onKeyDown={onKeyDown}>
          {lines.map((node, at) => (
            <TreeLine
              key={node.key}
              node={node}
              rowIndex={at + 2}
              isOpen={opened.has(node.key)}
              isChosen={node.key === chosen}
              inTabOrder={node.key === inTabOrder}
              share={node.count / most}
              onChoose={() => onChoose(node.key)}
              onOpen={open => onOpen(node.key, open)}
            />
          ))}
        </div>
      </div>
      {shown.length > lines.length && (
        <p className="quiet catalog-cut">{t('catalog.cut', { n: shown.length - lines.length })}</p>
      )}
    </div>
  )
}

interface TreeLineProps {
  node: Node
  rowIndex: number
  isOpen: boolean
  isChosen: boolean
  inTabOrder: boolean
  /** Of the busiest application, 0 to 1. */
  share: number
  onChoose: () => void
  onOpen: (open: boolean) => void
}

function TreeLine({ node, rowIndex, isOpen, isChosen, inTabOrder, share, onChoose, onOpen }: TreeLineProps) {
  const t = useT()
  const { count } = useNumbers()
  const folds = node.children.length > 0
  return (
    // Keys belong to the tree around it: see onKeyDown there.
    <div
      className="catalog-line"
      role="row"
      tabIndex={inTabOrder ? 0 : -1}
      aria-level={node.level}
      aria-rowindex={rowIndex}
      aria-expanded={folds ? isOpen : undefined}
      aria-selected={isChosen}
      data-level={node.level}
      onClick={onChoose}
      onDoubleClick={() => folds && onOpen(!isOpen)}
    >
      <span role="gridcell" className="catalog-name" style={{ '--level': node.level - 1 } as CSSProperties}>
        {folds ? (
          <button
            type="button"
            className="fold-button"
            tabIndex={-1}
            aria-label={t(isOpen ? 'catalog.close' : 'catalog.open', { name: node.label ?? node.name })}
            onClick={event => {
              event.stopPropagation()
              onOpen(!isOpen)
            }}
          >
            <ChevronRight size={14} aria-hidden />
          </button>
        ) : (
          <Mark category={node.level === 3 ? (node.category ?? 'other') : 'other'} />
        )}
        <Text>{node.label ?? node.name}</Text>
        {folds && <span className="quiet">{count(node.children.length)}</span>}
        {node.isInbox === true && <span className="count-badge">{t('catalog.notDescribed')}</span>}
      </span>
      <span role="gridcell" className="quiet">
        <Text>
          {node.description ?? (node.level === 3 && node.category ? categoryLabel(t, node.category) : '')}
        </Text>
      </span>
      <span role="gridcell" className="number">
        {node.count === 0 ? <span className="quiet">–</span> : count(node.count)}
        {node.level === 1 && node.count > 0 && (
          <i className="count-bar" style={{ '--share': share } as CSSProperties} aria-hidden />
        )}
      </span>
      <span role="gridcell" className="mono quiet">
        {node.lastSeen ?? t('catalog.never')}
      </span>
    </div>
  )
}
