/** How each column of the reports is drawn, written as text, and asked for: the definitions name columns, this knows them. */
import type { FieldName } from '@daybook/query'

import type { Change, Json, ReportRow } from '../../api/types.ts'
import { ActorCell, actorName } from '../../components/actor.tsx'
import { ActivityCell, CategoryCell, InstanceCell, PlainCell } from '../../components/cells.tsx'
import { OutcomeLabel } from '../../components/mark.tsx'
import { Text } from '../../components/text.tsx'
import { Time } from '../../components/time.tsx'
import { Value } from '../../components/value.tsx'
import type { GridColumn } from '../../grid/columns.ts'
import { useT, type T } from '../../i18n/use-t.ts'
import { shownOutcome } from '../../text/outcome.ts'
import { valueText } from '../../text/value.ts'

type Kind = Omit<GridColumn, 'id' | 'label' | 'sort'>

/** A column of one text. */
function plain(
  width: number,
  text: (row: ReportRow) => string | undefined,
  more: Partial<Kind> = {},
  code = false,
): Kind {
  const read = (row: ReportRow) => text(row) ?? ''
  return { width, text: read, cell: row => <PlainCell code={code}>{read(row)}</PlainCell>, ...more }
}

const by = (field: FieldName, value: (row: ReportRow) => string | undefined) => ({ filter: { field, value } })
const json = (value: Json | undefined) => (value === undefined ? '' : valueText(value))
const personText = (who: { id: string; name?: string; email?: string } | undefined) => who && actorName(who)

export const CELL_KINDS: Readonly<Record<string, Kind>> = {
  occurredAt: {
    width: 194,
    group: 'day',
    text: row => row.occurredAt,
    cell: row => <Time at={row.occurredAt} />,
  },
  actor: {
    width: 160,
    group: 'actor',
    ...by('actor', row => row.actor.id),
    text: row => actorName(row.actor),
    cell: row => <ActorCell actor={row.actor} />,
  },
  activity: {
    width: 156,
    group: 'activity',
    ...by('activity', row => row.activity),
    text: row => row.activity,
    cell: row => <ActivityCell activity={row.activity} category={row.category} />,
  },
  entity: plain(122, row => row.entity.type, { group: 'entity', ...by('entity', row => row.entity.type) }),
  instance: {
    width: 172,
    group: 'instance',
    ...by('instance', row => row.entity.id),
    text: row => row.entity.name ?? row.entity.id ?? '',
    cell: row => <InstanceCell entity={row.entity} />,
  },
  application: plain(150, row => row.application, {
    group: 'application',
    ...by('application', row => row.application),
  }),
  outcome: {
    width: 104,
    group: 'outcome',
    ...by('outcome', row => row.outcome),
    text: row => shownOutcome(row.outcome, row.outcomeReason),
    cell: row => <OutcomeLabel outcome={row.outcome} reason={row.outcomeReason} />,
  },
  changes: {
    width: 120,
    text: row => String(row.changes?.length ?? 0),
    cell: row => <ChangesCell changes={row.changes ?? []} />,
  },
  category: {
    width: 120,
    group: 'category',
    ...by('category', row => row.category),
    text: row => row.category,
    cell: row => <CategoryCell category={row.category} />,
  },
  impersonator: plain(150, row => personText(row.actor.impersonator), {
    group: 'impersonator',
    ...by('impersonator', row => row.actor.impersonator?.id),
  }),
  accessMethod: plain(124, row => row.origin?.accessMethod, {
    group: 'access',
    ...by('access', row => row.origin?.accessMethod),
  }),
  ip: plain(136, row => row.origin?.ip, { group: 'ip', ...by('ip', row => row.origin?.ip) }, true),
  comment: plain(
    260,
    row => row.comment,
    by('comment', row => row.comment),
  ),
  outcomeReason: plain(
    220,
    row => row.outcomeReason,
    by('reason', row => row.outcomeReason),
  ),
  region: plain(112, row => row.region, { group: 'region', ...by('region', row => row.region) }),
  requestId: plain(
    150,
    row => row.origin?.requestId,
    { group: 'request', ...by('request', row => row.origin?.requestId) },
    true,
  ),
  correlation: plain(
    160,
    row => row.correlation && `${row.correlation.type} ${row.correlation.id}`,
    { group: 'correlation', ...by('correlation', row => row.correlation?.id) },
    true,
  ),
  id: plain(
    290,
    row => row.id,
    by('event', row => row.id),
    true,
  ),
  index: plain(
    112,
    row => String(row.index),
    by('index', row => String(row.index)),
    true,
  ),
  recordedAt: {
    width: 194,
    text: row => row.recordedAt ?? '',
    cell: row => (row.recordedAt === undefined ? null : <Time at={row.recordedAt} />),
  },
  attribute: plain(
    150,
    row => row.attribute,
    { group: 'attribute', ...by('attr', row => row.attribute) },
    true,
  ),
  old: {
    width: 176,
    ...by('old', row => text(row.old)),
    text: row => json(row.old),
    cell: row => <Value side="old" value={row.old} other={row.new} />,
  },
  new: {
    width: 176,
    ...by('new', row => text(row.new)),
    text: row => json(row.new),
    cell: row => <Value side="new" value={row.new} other={row.old} />,
  },
}

/** Only texts are filtered by: the language compares JSON values by their words. */
const text = (value: Json | undefined) => (typeof value === 'string' ? value : undefined)

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
