/** Cells that both reports share. Each shows one thing of a row and nothing that is not in it. */
import type { Category, EntityRef } from '../api/types.ts'
import { messages } from '../messages.ts'
import { Mark } from './mark.tsx'
import { Text } from './text.tsx'

export function ActivityCell({ activity, category }: { activity: string; category: Category }) {
  return (
    <span className="cell" title={`${activity} · ${category}`}>
      <Mark category={category} />
      <Text title={`${activity} · ${category}`}>{activity}</Text>
    </span>
  )
}

/** The name with the id beside it, or the id alone. */
export function InstanceCell({ entity }: { entity: EntityRef }) {
  const { name, id } = entity
  if (name === undefined && id === undefined) return <span className="quiet">{messages.table.noChanges}</span>
  if (name === undefined || id === undefined) {
    return <Text className={name === undefined ? 'mono cell-block' : 'cell-block'}>{name ?? id ?? ''}</Text>
  }
  return (
    <span className="cell" data-two>
      <Text title={`${name} · ${id}`}>{name}</Text>
      {id !== name && <Text className="mono second">{id}</Text>}
    </span>
  )
}

export const PlainCell = ({ children }: { children: string }) => (
  <Text className="cell-block">{children}</Text>
)
