/** One group: its value, how many rows, how many of them failed, by how many actors, when last, and its shape over time. */
import { ChevronRight } from 'lucide-react'
import { memo, type CSSProperties } from 'react'
import { useFormatter } from 'use-intl'

import { Avatar } from '../components/actor.tsx'
import { Text } from '../components/text.tsx'
import { useNumbers, useT } from '../i18n/use-t.ts'
import { cellId, lineId, type LineProps } from './grid-row.tsx'
import type { Group } from './segments.ts'

const BAR = 4
const HEIGHT = 16

export interface GroupRowProps extends LineProps {
  group: Group
  /** What it is grouped by. */
  column: string
  columnLabel: string
  /** How the value is shown. */
  label: string
  depth: number
  open: boolean
  cells: number
  now: number
}

export const GroupRow = memo(function GroupRow(props: GroupRowProps) {
  const { line, y, group, column, columnLabel, label, depth, open, active, cells, now } = props
  const t = useT()
  const { count } = useNumbers()
  const format = useFormatter()
  return (
    <div
      id={lineId(line)}
      role="row"
      className="grid-group"
      aria-rowindex={line + 2}
      aria-level={depth + 1}
      aria-expanded={open}
      data-line={line}
      data-open={open || undefined}
      data-active={active || undefined}
      style={{ ...indentOf(depth), transform: `translateY(${y}px)` }}
    >
      <div
        id={cellId(line, 0)}
        role="gridcell"
        aria-colindex={1}
        aria-colspan={cells}
        className="grid-group-cell"
      >
        <ChevronRight className="grid-chevron" size={15} aria-hidden />
        {column === 'actor' && <Avatar name={label} type="user" />}
        <span className="hidden">{columnLabel}: </span>
        <b>
          <Text title={label === group.value ? label : `${label} · ${group.value}`}>{label}</Text>
        </b>
        <span className="grid-count">{count(group.count)}</span>
        {group.failed > 0 && <span className="grid-failed">{t('report.failed', { n: group.failed })}</span>}
        <span className="quiet">
          {column !== 'actor' && `${t('report.actors', { n: group.actors })} · `}
          {t('grid.latest', { when: format.relativeTime(Date.parse(group.latest), now) })}
        </span>
        <Sparkline bars={group.bars} />
      </div>
    </div>
  )
})

/** Deeper groups begin later, and end where the others end. */
const indentOf = (depth: number): CSSProperties & { '--depth': number } => ({
  '--depth': depth,
  paddingInlineStart: 12 + depth * 20,
})

function Sparkline({ bars }: { bars: number[] }) {
  const most = Math.max(1, ...bars)
  const width = bars.length * BAR
  return (
    <svg className="sparkline" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden>
      {bars.map((value, at) => {
        const height = value === 0 ? 0.75 : Math.max(1.5, (value / most) * (HEIGHT - 1))
        return <rect key={at} x={at * BAR} y={HEIGHT - height} width={BAR - 1} height={height} rx={0.6} />
      })}
    </svg>
  )
}
