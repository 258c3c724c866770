/** What can be done with a column: sort and group by it, keep it in sight, move, resize and hide it. */
import { Menu } from '@base-ui/react/menu'
import {
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  EyeOff,
  Group,
  Pin,
  PinOff,
  RotateCcw,
} from 'lucide-react'

import { useT } from '../i18n/use-t.ts'
import type { SortKey } from '../state/report-state.ts'
import type { GridColumn } from './columns.ts'
import { NameButton, sortOf, type GridHeadProps } from './grid-head.tsx'

export interface ColumnMenuProps extends GridHeadProps {
  column: GridColumn
  sorted: SortKey | undefined
  open: boolean
  onOpen: (open: boolean) => void
}

export function ColumnMenu(props: ColumnMenuProps) {
  const { column, sorted, open, onOpen } = props
  return (
    <Menu.Root open={open} onOpenChange={onOpen}>
      <Menu.Trigger render={<NameButton column={column} sorted={sorted} />} />
      <Menu.Portal>
        <Menu.Positioner className="floating" sideOffset={4} align="start">
          <Menu.Popup className="menu">
            <Items {...props} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function Items({ column, columns, sort, onSort, onGroup, onHide, onMove }: ColumnMenuProps) {
  const t = useT()
  const { id, group } = column
  const place = columns.shown.findIndex(shown => shown.column.id === id)
  const pinned = columns.isPinned(id)
  const item = { className: 'menu-item' }
  return (
    <>
      {column.sort !== undefined && <SortItems column={column} sort={sort} onSort={onSort} />}
      {group !== undefined && (
        <Menu.Item {...item} onClick={() => onGroup(group)}>
          <Group size={14} aria-hidden /> {t('grid.groupBy', { column: column.label })}
        </Menu.Item>
      )}
      <Menu.Item {...item} onClick={() => columns.togglePin(id)}>
        {pinned ? <PinOff size={14} aria-hidden /> : <Pin size={14} aria-hidden />}
        {t(pinned ? 'grid.unpin' : 'grid.pin')}
      </Menu.Item>
      <Menu.Item {...item} disabled={place <= 0} onClick={() => onMove(id, -1)}>
        <ArrowLeft size={14} className="mirrored" aria-hidden /> {t('grid.earlier')}
      </Menu.Item>
      <Menu.Item {...item} disabled={place === columns.shown.length - 1} onClick={() => onMove(id, 1)}>
        <ArrowRight size={14} className="mirrored" aria-hidden /> {t('grid.later')}
      </Menu.Item>
      <Menu.Item {...item} onClick={() => columns.resetSize(id)}>
        <RotateCcw size={14} aria-hidden /> {t('grid.resetWidth')}
      </Menu.Item>
      <Menu.Separator className="menu-line" />
      <Menu.Item {...item} disabled={columns.shown.length < 2} onClick={() => onHide(id)}>
        <EyeOff size={14} aria-hidden /> {t('grid.hide')}
      </Menu.Item>
    </>
  )
}

function SortItems({
  column,
  sort,
  onSort,
}: Pick<GridHeadProps, 'sort' | 'onSort'> & { column: GridColumn }) {
  const t = useT()
  const name = column.sort ?? column.id
  const now = sortOf(column, sort)
  const time = name === 'occurredAt' || name === 'recordedAt'
  // Of times the newest come first in the menu, as they do on the page.
  const ways = time ? ([true, false] as const) : ([false, true] as const)
  return (
    <>
      {ways.map(descending => (
        <Menu.Item
          key={String(descending)}
          className="menu-item"
          onClick={() => onSort({ column: name, descending })}
        >
          {descending ? <ArrowDown size={14} aria-hidden /> : <ArrowUp size={14} aria-hidden />}
          {t(
            time
              ? descending
                ? 'grid.newestFirst'
                : 'grid.oldestFirst'
              : descending
                ? 'grid.falling'
                : 'grid.rising',
          )}
          {now?.descending === descending && <small>{t('grid.now')}</small>}
        </Menu.Item>
      ))}
      <Menu.Separator className="menu-line" />
    </>
  )
}
