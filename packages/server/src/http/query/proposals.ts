/**
 * What could be written at a place of a filter text: fixed proposals, and values that occur, with how often.
 * Values are counted under the other terms of the text; what of them is not right yet does not count.
 */
import {
  allOf,
  type Completion,
  EVERYTHING,
  type FieldName,
  NO_FILTER,
  observedProposal,
  parseQuery,
  type Proposal,
  type Query,
  termsOf,
  withoutTerm,
} from '@daybook/query'
import {
  type Group,
  type GroupColumn,
  GROUPS_MAX,
  type ReportIndex,
  type SummaryRequest,
} from '@daybook/report'

/** Observed values of one answer. */
const OBSERVED_MAX = 50
/** Of what is typed, this many characters narrow the values. */
const PATTERN_LENGTH_MAX = 100

export interface CountedProposal extends Proposal {
  /** Rows with the value, where they were counted. */
  count?: number
}

interface Observable {
  by: GroupColumn
  /** It has so many values that the index must look for what is typed. */
  many?: true
}

const OBSERVABLE: Readonly<Partial<Record<FieldName, Observable>>> = {
  application: { by: 'application' },
  entity: { by: 'entity' },
  activity: { by: 'activity' },
  category: { by: 'category' },
  outcome: { by: 'outcome' },
  actorType: { by: 'actorType' },
  access: { by: 'access' },
  region: { by: 'region' },
  source: { by: 'source' },
  attr: { by: 'attribute', many: true },
  actor: { by: 'actor', many: true },
  impersonator: { by: 'impersonator', many: true },
  instance: { by: 'instance', many: true },
  correlation: { by: 'correlation', many: true },
  session: { by: 'session', many: true },
  request: { by: 'request', many: true },
}

type Asked = Pick<SummaryRequest, 'tenant' | 'report' | 'from' | 'to' | 'hidden'>

export async function proposalsOf(
  index: Pick<ReportIndex, 'groups'>,
  asked: Asked,
  text: string,
  completion: Completion,
): Promise<CountedProposal[]> {
  const { field, proposals, others = [] } = completion
  const observable = field === undefined ? undefined : OBSERVABLE[field]
  if (field === undefined || observable === undefined) return proposals
  const { groups } = await index.groups({
    ...asked,
    // Only changes have one attribute each.
    report: observable.by === 'attribute' ? 'changes' : asked.report,
    filter: NO_FILTER,
    q: allOf(otherTerms(text, completion), observable.many === true ? typed(completion) : EVERYTHING),
    by: observable.by,
    limit: GROUPS_MAX,
    bars: 1,
  })
  if (proposals.length > 0) return proposals.map(proposal => counted(proposal, groups))
  const sought = completion.prefix.toLowerCase()
  return groups
    .filter(({ value }) => value !== '' && !others.includes(value))
    .filter(({ value, label = '' }) => [value, label].some(shown => shown.toLowerCase().includes(sought)))
    .slice(0, OBSERVED_MAX)
    .map(({ value, label, count }) => ({ ...observedProposal(field, value, label), count }))
}

/** What the text asks for beside the term that is being typed. */
function otherTerms(text: string, { field, not, others = [], start, end }: Completion): Query {
  // A term without a value is no part of a question.
  const { query } = parseQuery(text.slice(0, start) + text.slice(end))
  if (others.length === 0) return query
  const position = termsOf(query).findIndex(
    chip => chip.field === field && chip.not === not && chip.values?.length === others.length,
  )
  return position < 0 ? query : withoutTerm(query, position)
}

/** The values in which the typed letters occur. */
function typed({ field, prefix }: Completion): Query {
  if (field === undefined || prefix === '' || prefix.includes('*') || prefix.length > PATTERN_LENGTH_MAX)
    return EVERYTHING
  return { kind: 'term', field, values: [{ text: `*${prefix}*` }] }
}

function counted(proposal: Proposal, groups: readonly Group[]): CountedProposal {
  const same = (value: string): boolean => value.toLowerCase() === proposal.insert.toLowerCase()
  return { ...proposal, count: groups.find(({ value }) => same(value))?.count ?? 0 }
}
