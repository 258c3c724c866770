/** The activity report: one row per event. Columns and their order come from its definition. */
import type { ActivityRow, Change } from '../../api/types.ts'
import { ActorCell } from '../../components/actor.tsx'
import { ActivityCell, InstanceCell, PlainCell } from '../../components/cells.tsx'
import { OutcomeLabel } from '../../components/mark.tsx'
import { Text } from '../../components/text.tsx'
import { Time } from '../../components/time.tsx'
import { useT, type T } from '../../i18n/use-t.ts'
import { valueText } from '../../text/value.ts'
import { ReportScene, type ReportSceneProps } from '../report/report-scene.tsx'

const cells: ReportSceneProps<ActivityRow>['cells'] = {
  occurredAt: { width: 190, cell: row => <Time at={row.occurredAt} /> },
  actor: { width: 162, cell: row => <ActorCell actor={row.actor} /> },
  activity: { width: 152, cell: row => <ActivityCell activity={row.activity} category={row.category} /> },
  entity: { width: 118, cell: row => <PlainCell>{row.entity.type}</PlainCell> },
  instance: { width: 176, cell: row => <InstanceCell entity={row.entity} /> },
  application: { width: 142, cell: row => <PlainCell>{row.application}</PlainCell> },
  outcome: { width: 98, cell: row => <OutcomeLabel outcome={row.outcome} /> },
  changes: { width: 114, cell: row => <ChangesCell changes={row.changes ?? []} /> },
}

export function Activity() {
  return <ReportScene report="activity" cells={cells} keyOf={row => row.id} />
}

/** How many attributes changed, and the first of them in short. */
function ChangesCell({ changes }: { changes: Change[] }) {
  const t = useT()
  const first = changes[0]
  if (!first) return <span className="quiet">–</span>
  return (
    <span className="cell">
      <span className="change-count">
        <b>±</b> {changes.length}
      </span>
      <Text className="mono quiet" title={changes.map(change => summaryOf(t, change)).join('\n')}>
        {first.attribute}
      </Text>
    </span>
  )
}

function summaryOf(t: T, { attribute, old, new: now }: Change): string {
  const before = old === undefined ? t('grid.notSet') : valueText(old)
  const after = now === undefined ? t('grid.removed') : valueText(now)
  return `${attribute}: ${before} → ${after}`
}
