/**
 * Every English sentence of the app that does not come from the API.
 * One place, so that translation is a later file and no rewrite. Words are those of DESIGN §1.
 */
import type { Field, ReportId } from '@daybook/query'

import type { Preset } from './state/range.ts'
import { count } from './text/number.ts'

const plural = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`

const fields: Record<Field, string> = {
  application: 'Application',
  entity: 'Entity',
  activity: 'Activity',
  actor: 'Triggered by',
  category: 'Category',
  outcome: 'Outcome',
}

const presets: Record<Preset, string> = {
  today: 'Today',
  '15m': 'Last 15 minutes',
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  all: 'All time',
}

const rowNouns: Record<ReportId, [one: string, many: string]> = {
  activity: ['event', 'events'],
  changes: ['attribute change', 'attribute changes'],
}

export const messages = {
  product: 'Daybook',
  skip: 'Skip to results',
  fields,
  presets,

  rail: {
    label: 'Main',
    collapse: 'Collapse navigation',
    expand: 'Expand navigation',
    sample: 'Sample data',
    sampleHint: 'These events are generated. Nothing here happened.',
    dark: 'Dark theme',
    light: 'Light theme',
    signOut: 'Sign out',
    tenant: 'Tenant',
  },

  signIn: {
    title: 'Sign in',
    working: 'Signing in …',
    lead: 'Daybook prints a sign-in link in its terminal when it starts. A link works once, for one day.',
    how: 'Open that link here, or paste it. Restarting Daybook prints a new one.',
    example: (origin: string) => `${origin}/sign-in#…`,
    field: 'Sign-in link or token',
    submit: 'Sign in',
    notAToken: 'This is neither a sign-in link nor a token. A link ends with # and 43 letters and digits.',
    refused: 'This link does not work (any more)',
    refusedHint: 'It may have been used already or be older than a day. Restart Daybook for a new one.',
  },

  report: {
    search: 'Search people, entities, values …',
    addSearch: 'Search within …',
    searchLabel: 'Search. All words must occur.',
    clear: 'Clear',
    refresh: 'Refresh',
    filters: 'Filters',
    results: 'Results',
    without: 'not',
    or: ' or ',
    removeFilter: (name: string) => `Remove the filter ${name}`,
    total: (report: ReportId, n: number) => (n === 1 ? rowNouns[report][0] : rowNouns[report][1]),
    failed: (n: number) => `${count(n)} failed`,
    onlyFailed: 'Show only what failed',
    actors: (n: number) => plural(n, 'actor', 'actors'),
    counting: 'Counting …',
    notCounted: 'The counts could not be read.',
    ignored: (names: string[]) =>
      `This link has parts that Daybook does not understand: ${names.join(', ')}. They were left out.`,
    announce: (report: ReportId, n: number) => plural(n, ...rowNouns[report]),
  },

  range: {
    label: 'Time range',
    presets: 'Ranges',
    typed: 'From and to, in UTC',
    from: 'From',
    to: 'To (not included)',
    placeholder: 'YYYY-MM-DD HH:mm:ss',
    hint: 'Leave one empty for no limit on that side.',
    apply: 'Apply',
    badInstant: 'Write a time such as 2026-11-20 16:40.',
    empty: 'Write at least one of the two.',
    backwards: 'The range must end after it begins.',
    between: (from: string, to: string) => `${from} – ${to}`,
    since: (from: string) => `Since ${from}`,
    until: (to: string) => `Until ${to}`,
  },

  histogram: {
    label: (bars: number, step: string) =>
      `Over time, ${bars} bars of ${step} each. Arrow keys move, Shift and arrow keys extend, Enter zooms in.`,
    perBar: (step: string) => `${step} per bar`,
    all: 'All',
    failed: 'Failed',
  },

  facets: {
    find: 'Find a value',
    within: (values: string) => `within ${values}`,
    none: 'No values in this range',
    more: (n: number) => `${count(n)} more`,
    fewer: 'Show fewer',
    only: (value: string, n: number) => `Only ${value}, ${count(n)}`,
    include: (value: string) => `Include ${value}`,
    exclude: (value: string) => `Exclude ${value}`,
    close: 'Close filters',
  },

  table: {
    rowsLabel: (title: string) => `${title}, newest or oldest first`,
    newest: 'Newest first. Show oldest first.',
    oldest: 'Oldest first. Show newest first.',
    open: (time: string) => `Open the event of ${time}`,
    loadingMore: 'Loading more …',
    loadMore: 'Load more',
    end: 'That is all.',
    full: (n: number) => `${count(n)} rows are loaded, as many as a page keeps.`,
    goOn: 'Go on from here',
    notSet: 'not set',
    removed: 'removed',
    impersonatedBy: (name: string) => `by ${name}`,
    impersonatedHint: (who: string, as: string) => `${who} acted as ${as}`,
    noChanges: '–',
    old: 'old value',
    new: 'new value',
  },

  status: {
    rows: (shown: number, total: number) => `${count(shown)} of ${count(total)}`,
    answered: (ms: number) => `answered in ${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`,
    upTo: (index: number, time: string) => `complete up to #${count(index)}, recorded ${time} UTC`,
    move: 'move',
    openKey: 'open',
    searchKey: 'search',
  },

  states: {
    emptyTitle: (report: ReportId) => `No ${rowNouns[report][1]} match`,
    emptyAll: 'Nothing has been recorded yet.',
    empty: (range: string, filtered: boolean) =>
      `${filtered ? 'Nothing matches these filters' : 'Nothing was recorded'} in this range: ${range}.`,
    clearFilters: 'Clear filters',
    ninety: 'Look at the last 90 days',
    allTime: 'Look at all time',
    errorLead: 'The report could not be shown',
    unreachable: 'Daybook does not answer. It may be restarting, or the network is away.',
    request: 'Request',
    retry: 'Retry',
    notFound: 'There is no such page',
    notFoundHint: 'The address may be from a later version, or mistyped.',
    toActivity: 'Go to Activity',
  },

  panel: {
    label: 'Event',
    previous: 'Previous event (K)',
    next: 'Next event (J)',
    copyLink: 'Copy the link to this event',
    copyJson: 'Copy as JSON',
    copy: (name: string) => `Copy ${name}`,
    close: 'Close (Esc)',
    changes: 'Changes',
    details: 'Details',
    json: 'JSON',
    noChanges: 'This event changed no attribute.',
    added: 'Added',
    removed: 'Removed',
    changed: 'Changed',
    only: (value: string) => `Only ${value}`,
    exclude: (value: string) => `Exclude ${value}`,
  },

  details: {
    id: 'Event ID',
    index: 'Index',
    occurredAt: 'Event time',
    recordedAt: 'Recorded at',
    occurredOffset: "Sender's offset",
    outcomeReason: 'Reason',
    impersonator: 'Impersonated by',
    email: 'E-mail',
    actorId: 'Actor ID',
    actorType: 'Actor type',
    instance: 'Instance',
    instanceId: 'Instance ID',
    related: 'Related',
    accessMethod: 'Access method',
    ip: 'Source IP',
    userAgent: 'User agent',
    sessionId: 'Session',
    requestId: 'Request',
    region: 'Region',
    correlation: 'Correlation',
    comment: 'Comment',
    metadata: 'Metadata',
    state: 'State',
    source: 'Source',
    leafHash: 'Leaf hash',
  },

  outcomes: { SUCCESS: 'Success', FAILURE: 'Failure' } as Record<string, string>,
} as const
