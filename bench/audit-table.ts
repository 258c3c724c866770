/**
 * What Daybook is measured against: the audit table that a good engineer would put into PostgreSQL.
 * Typed columns for what is filtered, JSONB for the rest, the indexes that the same questions need, batched inserts.
 * No HTTP, no validation, no log stands in its way: the load generator calls it straight.
 */
import type { JsonObject } from '@daybook/event'
import type pg from 'pg'

export const AUDIT_KEY = ',\n  primary key (tenant, id)'

export const AUDIT_TABLE = `
create table if not exists audit_event (
  tenant       int         not null,
  id           uuid        not null,
  occurred_at  timestamptz not null,
  application  text        not null,
  activity     text        not null,
  category     text        not null,
  outcome      text        not null,
  actor_id     text        not null,
  actor_name   text,
  entity_type  text        not null,
  entity_id    text,
  entity_name  text,
  event        jsonb       not null,
  search       tsvector    generated always as (to_tsvector('simple',
                 coalesce(actor_id, '') || ' ' || coalesce(actor_name, '') || ' ' || activity || ' ' || application || ' ' ||
                 entity_type || ' ' || coalesce(entity_id, '') || ' ' || coalesce(entity_name, ''))) stored${AUDIT_KEY}
)`

export const AUDIT_INDEXES = [
  'create index if not exists audit_time on audit_event (tenant, occurred_at desc, id)',
  'create index if not exists audit_application on audit_event (tenant, application, occurred_at desc)',
  'create index if not exists audit_entity on audit_event (tenant, entity_type, entity_id, occurred_at desc)',
  'create index if not exists audit_actor on audit_event (tenant, actor_id, occurred_at desc)',
  'create index if not exists audit_search on audit_event using gin (search)',
]

const COLUMNS = [
  ['id', 'uuid'],
  ['occurred_at', 'timestamptz'],
  ['application', 'text'],
  ['activity', 'text'],
  ['category', 'text'],
  ['outcome', 'text'],
  ['actor_id', 'text'],
  ['actor_name', 'text'],
  ['entity_type', 'text'],
  ['entity_id', 'text'],
  ['entity_name', 'text'],
  ['event', 'jsonb'],
] as const

const INSERT = {
  name: 'insert-audit-events',
  text: `insert into audit_event (tenant, ${COLUMNS.map(([name]) => name).join(', ')})
    select 1, * from unnest(${COLUMNS.map(([, type], at) => `$${at + 1}::${type}[]`).join(', ')})
    on conflict do nothing`,
}

/** The columns of `auditRow`, behind the tenant. */
export const AUDIT_COLUMNS: string = ['tenant', ...COLUMNS.map(([name]) => name)].join(', ')

/** One event as the values of AUDIT_COLUMNS. */
export function auditRow(event: object): (string | null)[] {
  return ['1', ...valuesOf(event as JsonObject)]
}

/** One batch, one statement, one commit; resolves when it is durable. */
export async function insertBatch(client: pg.ClientBase, events: readonly JsonObject[]): Promise<void> {
  const columns: unknown[][] = COLUMNS.map(() => [])
  for (const event of events) valuesOf(event).forEach((value, at) => columns[at]?.push(value))
  await client.query({ ...INSERT, values: columns })
}

function valuesOf(event: JsonObject): (string | null)[] {
  const actor = event['actor'] as JsonObject
  const entity = event['entity'] as JsonObject
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return [
    text(event['id']),
    text(event['occurredAt']),
    text(event['application']),
    text(event['activity']),
    text(event['category']) ?? 'other',
    text(event['outcome']) ?? 'SUCCESS',
    text(actor['id']),
    text(actor['name']),
    text(entity['type']),
    text(entity['id']),
    text(entity['name']),
    JSON.stringify(event),
  ]
}

/** The questions of the report pages, as one would ask them of this table. `$1` is the tenant. */
export const AUDIT_QUESTIONS = {
  page: 'select event from audit_event where tenant = 1 order by occurred_at desc, id desc limit 100',
  filteredPage: `select event from audit_event where tenant = 1 and application = $1 and outcome = 'FAILURE'
    order by occurred_at desc, id desc limit 100`,
  search: `select event from audit_event where tenant = 1 and search @@ to_tsquery('simple', $1)
    order by occurred_at desc, id desc limit 100`,
  summary: [
    `select count(*), count(*) filter (where outcome = 'FAILURE'), count(distinct actor_id) from audit_event where tenant = 1`,
    `select date_trunc('day', occurred_at), count(*), count(*) filter (where outcome = 'FAILURE')
       from audit_event where tenant = 1 group by 1 order by 1`,
    `select application, count(*) from audit_event where tenant = 1 group by 1 order by 2 desc limit 100`,
    `select entity_type, count(*) from audit_event where tenant = 1 group by 1 order by 2 desc limit 100`,
    `select activity, count(*) from audit_event where tenant = 1 group by 1 order by 2 desc limit 100`,
    `select actor_id, count(*) from audit_event where tenant = 1 group by 1 order by 2 desc limit 100`,
    `select category, count(*) from audit_event where tenant = 1 group by 1 order by 2 desc limit 100`,
    `select outcome, count(*) from audit_event where tenant = 1 group by 1 order by 2 desc limit 100`,
  ],
} as const
