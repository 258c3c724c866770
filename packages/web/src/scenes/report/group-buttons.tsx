/** The levels that rows are grouped by, as chips in their order, what groups are sorted by, and how to add a level. */
import { Menu } from '@base-ui/react/menu'
import { ArrowDownWideNarrow, Check, Group, X } from 'lucide-react'
import { useT } from '../../i18n/use-t.ts'

/** Levels of one path. */
const LEVELS_MAX = 8
export const GROUP_SORTS = ['-count', '-failed', '-latest', 'value'] as const
export type GroupSort = (typeof GROUP_SORTS)[number]

export interface GroupButtonsProps {
  /** What can be grouped by: the API's columns with their names. */
  offered: readonly { id: string; label: string }[]
  groups: readonly string[]
  sort: GroupSort
  open: boolean
  onOpen: (open: boolean) => void
  onChange: (groups: string[]) => void
  onSort: (sort: GroupSort) => void
}

export function GroupButtons({ offered, groups, sort, open, onOpen, onChange, onSort }: GroupButtonsProps) {
  const t = useT()
  const labelOf = (id: string) => offered.find(column => column.id === id)?.label ?? id
  const adding = t(groups.length === 0 ? 'groups.title' : 'groups.add')
  const left = offered.filter(({ id }) => !groups.includes(id))
  return (
    <>
      {groups.length > 0 && (
        <span className="group-chips">
          {groups.map((group, at) => (
            <span className="chip" key={group}>
              {at > 0 && <span className="chip-word">{t('groups.then')}</span>}
              <b>{labelOf(group)}</b>
              <button
                type="button"
                aria-label={t('groups.remove', { column: labelOf(group) })}
                onClick={() => onChange(groups.filter(other => other !== group))}
              >
                <X size={13} aria-hidden />
              </button>
            </span>
          ))}
        </span>
      )}
      {groups.length > 0 && <SortMenu sort={sort} onSort={onSort} />}
      {groups.length < LEVELS_MAX && (
        <Menu.Root open={open} onOpenChange={onOpen}>
          <Menu.Trigger className="button" data-kind="ghost" data-testid="group" aria-label={adding}>
            <Group size={14} aria-hidden />
            <span className="wide-only">{adding}</span>
          </Menu.Trigger>
          <Menu.Portal>
            <Menu.Positioner className="floating" sideOffset={6} align="end">
              <Menu.Popup className="menu">
                {left.map(({ id, label }) => (
                  <Menu.Item className="menu-item" key={id} onClick={() => onChange([...groups, id])}>
                    {label}
                  </Menu.Item>
                ))}
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      )}
    </>
  )
}

function SortMenu({ sort, onSort }: Pick<GroupButtonsProps, 'sort' | 'onSort'>) {
  const t = useT()
  return (
    <Menu.Root>
      <Menu.Trigger
        className="button"
        data-kind="ghost"
        aria-label={t('groups.sortLabel')}
        title={t(`groups.sorts.${sort}`)}
      >
        <ArrowDownWideNarrow size={14} aria-hidden />
        <span className="wide-only">{t(`groups.sorts.${sort}`)}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="floating" sideOffset={6} align="end">
          <Menu.Popup className="menu">
            {GROUP_SORTS.map(offer => (
              <Menu.Item className="menu-item" key={offer} onClick={() => onSort(offer)}>
                {t(`groups.sorts.${offer}`)}
                {offer === sort && <Check size={13} aria-hidden />}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
