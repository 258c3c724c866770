/** The change report: one row per changed attribute, old and new side by side. */
import type { ChangeRow } from '../../api/types.ts'
import { ActorCell } from '../../components/actor.tsx'
import { ActivityCell, InstanceCell, PlainCell } from '../../components/cells.tsx'
import { Time } from '../../components/time.tsx'
import { Value } from '../../components/value.tsx'
import { ReportScene, type ReportSceneProps } from '../report/report-scene.tsx'

const cells: ReportSceneProps<ChangeRow>['cells'] = {
  occurredAt: { width: 190, cell: row => <Time at={row.occurredAt} /> },
  actor: { width: 148, cell: row => <ActorCell actor={row.actor} /> },
  entity: { width: 104, cell: row => <PlainCell>{row.entity.type}</PlainCell> },
  instance: { width: 138, cell: row => <InstanceCell entity={row.entity} /> },
  attribute: { width: 132, cell: row => <PlainCell code>{row.attribute}</PlainCell> },
  old: { width: 154, cell: row => <Value side="old" value={row.old} other={row.new} /> },
  new: { width: 154, cell: row => <Value side="new" value={row.new} other={row.old} /> },
  activity: { width: 136, cell: row => <ActivityCell activity={row.activity} category={row.category} /> },
  application: { width: 138, cell: row => <PlainCell>{row.application}</PlainCell> },
}

export function Changes() {
  return <ReportScene report="changes" cells={cells} keyOf={row => `${row.id}/${row.position}`} />
}
