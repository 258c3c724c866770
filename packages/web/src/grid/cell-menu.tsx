/** What can be done with a cell: only this, not this, group by it, copy it, and the history of the row's entity. */
import { Menu } from '@base-ui/react/menu'
import type { FieldName } from '@daybook/query'
import { useNavigate } from '@tanstack/react-router'
import { Clipboard, Filter, FilterX, Group, History, PanelRight } from 'lucide-react'

import type { ReportRow } from '../api/types.ts'
import { Text } from '../components/text.tsx'
import { useT } from '../i18n/use-t.ts'
import type { Picking } from '../state/picking.ts'
import { clip } from '../text/visible.ts'
import type { GridColumn } from './columns.ts'

const SHOWN_CHARS_MAX = 40

/** A cell, and the place of the page at which its menu was asked for. */
export interface AskedCell {
  column: GridColumn
  row: ReportRow
  x: number
  y: number
}

export interface CellMenuProps {
  cell: AskedCell
  onPick: (field: FieldName, value: string, how: Picking) => void
  onGroup: (column: string) => void
  onOpen: (id: string) => void
  onClose: () => void
}

export function CellMenu({ cell, onPick, onGroup, onOpen, onClose }: CellMenuProps) {
  const t = useT()
  const { column, row, x, y } = cell
  const { filter, group } = column
  const shown = clip(column.text(row), SHOWN_CHARS_MAX)
  const value = filter?.value(row)
  const item = { className: 'menu-item' }
  return (
    <Menu.Root open modal={false} onOpenChange={open => !open && onClose()}>
      <Menu.Portal>
        <Menu.Positioner
          className="floating"
          anchor={{ getBoundingClientRect: () => new DOMRect(x, y) }}
          align="start"
        >
          <Menu.Popup className="menu" aria-label={t('grid.cellMenu', { column: column.label })}>
            {filter && value !== undefined && value !== '' && (
              <>
                <Menu.Item {...item} onClick={() => onPick(filter.field, value, 'only')}>
                  <Filter size={14} aria-hidden /> {t('grid.only')} <Text>{shown}</Text>
                </Menu.Item>
                <Menu.Item {...item} onClick={() => onPick(filter.field, value, 'exclude')}>
                  <FilterX size={14} aria-hidden /> {t('grid.exclude')} <Text>{shown}</Text>
                </Menu.Item>
              </>
            )}
            {group !== undefined && (
              <Menu.Item {...item} onClick={() => onGroup(group)}>
                <Group size={14} aria-hidden /> {t('grid.groupBy', { column: column.label })}
              </Menu.Item>
            )}
            <Menu.Separator className="menu-line" />
            {'clipboard' in navigator && (
              <Menu.Item {...item} onClick={() => void navigator.clipboard.writeText(column.text(row))}>
                <Clipboard size={14} aria-hidden /> {t('grid.copy')}
              </Menu.Item>
            )}
            <Menu.Item {...item} onClick={() => onOpen(row.id)}>
              <PanelRight size={14} aria-hidden /> {t('grid.openEvent')}
            </Menu.Item>
            <HistoryItem row={row} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function HistoryItem({ row }: { row: ReportRow }) {
  const t = useT()
  const navigate = useNavigate()
  const { type, id, name } = row.entity
  if (id === undefined || id === '') return null
  const to = `/entities/${encodeURIComponent(type)}/${encodeURIComponent(id)}`
  return (
    <Menu.Item className="menu-item" onClick={() => void navigate({ to: to as never })}>
      <History size={14} aria-hidden /> {t('grid.historyOf')} <Text>{clip(name ?? id, SHOWN_CHARS_MAX)}</Text>
    </Menu.Item>
  )
}
