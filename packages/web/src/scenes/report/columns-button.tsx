/** Which columns are shown, and in which order: a box for each, Alt and arrow keys or the two arrows move it. */
import '../../styles/columns.css'

import { Popover } from '@base-ui/react/popover'
import { ArrowDown, ArrowUp, Columns3, RotateCcw, Search } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'

import { IconButton } from '../../components/icon-button.tsx'
import { moved, type GridColumn } from '../../grid/columns.ts'
import { useT } from '../../i18n/use-t.ts'

export interface ColumnsButtonProps {
  all: readonly GridColumn[]
  /** Ids in their order. */
  visible: readonly string[]
  open: boolean
  onOpen: (open: boolean) => void
  onChange: (visible: string[] | undefined) => void
}

export function ColumnsButton({ all, visible, open, onOpen, onChange }: ColumnsButtonProps) {
  const t = useT()
  const [find, setFind] = useState('')
  const shown = visible.flatMap(id => all.find(column => column.id === id) ?? [])
  const hidden = all.filter(column => !visible.includes(column.id))
  const sought = find.trim().toLowerCase()
  const found = [...shown, ...hidden].filter(({ label }) => label.toLowerCase().includes(sought))
  return (
    <Popover.Root open={open} onOpenChange={onOpen}>
      <Popover.Trigger
        className="button"
        data-kind="ghost"
        data-testid="columns"
        aria-label={t('columns.title')}
      >
        <Columns3 size={14} aria-hidden />
        <span className="wide-only">{t('columns.title')}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="floating" sideOffset={6} align="end">
          <Popover.Popup className="menu columns" aria-label={t('columns.title')}>
            <label className="facet-find">
              <span className="hidden">{t('columns.find')}</span>
              <Search size={13} aria-hidden />
              <input
                className="field"
                value={find}
                placeholder={t('columns.find')}
                onChange={event => setFind(event.target.value)}
              />
            </label>
            <ul aria-label={t('columns.title')}>
              {found.map(column => (
                <ColumnLine
                  key={column.id}
                  column={column}
                  at={visible.indexOf(column.id)}
                  of={visible.length}
                  onToggle={() => onChange(toggled(visible, column.id))}
                  onMove={by => onChange(moved(visible, column.id, by))}
                />
              ))}
            </ul>
            <button type="button" className="button" data-kind="ghost" onClick={() => onChange(undefined)}>
              <RotateCcw size={13} aria-hidden /> {t('columns.reset')}
            </button>
            <p className="hint">{t('columns.hint')}</p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** One column always stays: a grid without columns shows nothing to bring them back by. */
function toggled(visible: readonly string[], id: string): string[] {
  if (!visible.includes(id)) return [...visible, id]
  return visible.length < 2 ? [...visible] : visible.filter(other => other !== id)
}

interface ColumnLineProps {
  column: GridColumn
  /** Its place among those shown; -1 = hidden. */
  at: number
  of: number
  onToggle: () => void
  onMove: (by: number) => void
}

function ColumnLine({ column, at, of, onToggle, onMove }: ColumnLineProps) {
  const t = useT()
  const box = useRef<HTMLInputElement>(null)
  const [refocus, setRefocus] = useState(false)
  useEffect(() => {
    if (refocus) box.current?.focus()
    setRefocus(false)
  }, [refocus, at])
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (!event.altKey || by === 0 || at < 0) return
    event.preventDefault()
    setRefocus(true)
    onMove(by)
  }
  return (
    <li className="columns-line">
      <label>
        <input ref={box} type="checkbox" checked={at >= 0} onChange={onToggle} onKeyDown={onKeyDown} />
        {column.label}
      </label>
      {at >= 0 && (
        <span className="columns-move">
          <IconButton
            small
            disabled={at === 0}
            label={t('columns.up', { column: column.label })}
            onClick={() => onMove(-1)}
          >
            <ArrowUp size={13} aria-hidden />
          </IconButton>
          <IconButton
            small
            disabled={at === of - 1}
            label={t('columns.down', { column: column.label })}
            onClick={() => onMove(1)}
          >
            <ArrowDown size={13} aria-hidden />
          </IconButton>
        </span>
      )}
    </li>
  )
}
