/** Cells that both reports share. Each shows one thing of a row and nothing that is not in it. */
import type { Category, EntityRef } from '../api/types.ts'
import { useT } from '../i18n/use-t.ts'
import { categoryLabel } from '../i18n/words.ts'
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

export function CategoryCell({ category }: { category: Category }) {
  const t = useT()
  return (
    <span className="cell">
      <Mark category={category} />
      <Text>{categoryLabel(t, category)}</Text>
    </span>
  )
}

/** The name with the id beside it, or the id alone. */
export function InstanceCell({ entity }: { entity: EntityRef }) {
  const { name, id } = entity
  if (name === undefined && id === undefined) return <span className="quiet">–</span>
  if (name === undefined || id === undefined) {
    return <PlainCell code={name === undefined}>{name ?? id ?? ''}</PlainCell>
  }
  return (
    <span className="cell" data-two>
      <Text title={`${name} · ${id}`}>{name}</Text>
      {id !== name && <Text className="mono second">{id}</Text>}
    </span>
  )
}

export function PlainCell({ children, code = false }: { children: string; code?: boolean }) {
  return (
    <span className="cell">
      <Text className={code ? 'mono' : ''}>{children}</Text>
    </span>
  )
}
