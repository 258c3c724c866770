/**
 * The catalog as a tree that can be searched, opened and walked: application, entity, activity.
 * Counts of a branch are the sums of its leaves, its last day is their latest; what the search hides is counted nowhere else.
 */
import type { Category } from '@daybook/event'
import type { DescribedActivity, DescribedApplication, DescribedEntity } from '@daybook/query'

export type Node = ApplicationNode | EntityNode | ActivityNode

interface Common {
  /** Names from the root on, joined so that no two nodes share one. */
  key: string
  name: string
  label?: string
  description?: string
  alsoCalled?: string[]
  assumed?: boolean
  described: boolean
  /** The topmost of what is not described: what stands above it is. */
  isInbox?: true
  count: number
  firstSeen?: string
  lastSeen?: string
  /** 1 application, 2 entity, 3 activity. */
  level: 1 | 2 | 3
}

export interface ApplicationNode extends Common {
  level: 1
  children: EntityNode[]
}

export interface EntityNode extends Common {
  level: 2
  application: string
  editLink?: string
  sensitive?: string[]
  retention?: string
  children: ActivityNode[]
}

export interface ActivityNode extends Common {
  level: 3
  application: string
  entity: string
  category?: Category
  children: []
}

export interface CatalogFilter {
  /** Words that must all occur in a node or in what stands above it. */
  search: string
  only: 'all' | 'undescribed' | 'new' | 'silent'
  /** A day, for `new` and `silent`. */
  since: string
}

export function treeOf(
  applications: readonly DescribedApplication[],
  filter: CatalogFilter,
): ApplicationNode[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean)
  return applications
    .map(one => applicationNode(one, filter, words))
    .filter(node => node !== undefined)
    .map(inboxed)
    .toSorted((a, b) => b.count - a.count || compare(a.name, b.name))
}

function applicationNode(
  one: DescribedApplication,
  filter: CatalogFilter,
  words: readonly string[],
): ApplicationNode | undefined {
  const left = wordsLeft(words, textOf(one, one.application))
  const children = one.entities
    .map(entity => entityNode(entity, one.application, filter, left))
    .filter(node => node !== undefined)
    .toSorted((a, b) => b.count - a.count || compare(a.name, b.name))
  if (children.length === 0) return undefined
  return { ...commonOf(one, one.application, [one.application], children), level: 1, children }
}

function entityNode(
  one: DescribedEntity,
  application: string,
  filter: CatalogFilter,
  words: readonly string[],
): EntityNode | undefined {
  const left = wordsLeft(words, `${textOf(one, one.entity)} ${(one.sensitive ?? []).join(' ')}`)
  const children = one.activities
    .filter(activity => isAsked(activity, filter) && wordsLeft(left, leafText(activity)).length === 0)
    .map((activity): ActivityNode => activityNode(activity, application, one.entity))
    .toSorted((a, b) => b.count - a.count || compare(a.name, b.name))
  if (children.length === 0) return undefined
  const { editLink, sensitive, retention } = one
  return {
    ...commonOf(one, one.entity, [application, one.entity], children),
    level: 2,
    application,
    ...(editLink === undefined ? {} : { editLink }),
    ...(sensitive === undefined ? {} : { sensitive }),
    ...(retention === undefined ? {} : { retention }),
    children,
  }
}

function activityNode(one: DescribedActivity, application: string, entity: string): ActivityNode {
  const { seen, category } = one
  return {
    ...commonOf(one, one.activity, [application, entity, one.activity], []),
    count: seen?.count ?? 0,
    ...(seen ? { firstSeen: seen.firstSeen, lastSeen: seen.lastSeen } : {}),
    ...(category === undefined ? {} : { category }),
    level: 3,
    application,
    entity,
    children: [],
  }
}

interface Describable {
  label?: string
  description?: string
  alsoCalled?: string[]
  assumed?: boolean
  described: boolean
}

function commonOf(
  { label, description, alsoCalled, assumed, described }: Describable,
  name: string,
  path: string[],
  children: readonly Common[],
): Omit<Common, 'level'> {
  const days = (side: 'firstSeen' | 'lastSeen') =>
    children.map(one => one[side]).filter(day => day !== undefined)
  const first = days('firstSeen').toSorted()[0]
  const last = days('lastSeen').toSorted().at(-1)
  return {
    key: path.map(part => encodeURIComponent(part.toWellFormed())).join('/'),
    name,
    described,
    count: children.reduce((sum, one) => sum + one.count, 0),
    ...(label === undefined ? {} : { label }),
    ...(description === undefined ? {} : { description }),
    ...(alsoCalled === undefined ? {} : { alsoCalled }),
    ...(assumed ? { assumed } : {}),
    ...(first === undefined ? {} : { firstSeen: first }),
    ...(last === undefined ? {} : { lastSeen: last }),
  }
}

function isAsked({ described, seen }: DescribedActivity, { only, since }: CatalogFilter): boolean {
  if (only === 'undescribed') return !described
  if (only === 'new') return seen !== undefined && seen.firstSeen >= since
  if (only === 'silent') return seen === undefined || seen.lastSeen < since
  return true
}

/** Marks the topmost nodes that are not described. */
function inboxed<T extends Node>(node: T): T {
  if (!node.described) return { ...node, isInbox: true }
  return { ...node, children: node.children.map(inboxed) }
}

const textOf = ({ label = '', description = '', alsoCalled = [] }: Describable, name: string) =>
  [name, label, description, ...alsoCalled].join(' ')

const leafText = (one: DescribedActivity) => `${textOf(one, one.activity)} ${one.category ?? ''}`

const wordsLeft = (words: readonly string[], text: string): string[] =>
  words.filter(word => !text.toLowerCase().includes(word))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The nodes that are shown, in order: children of opened branches follow their parent. */
export function shownNodes(tree: readonly ApplicationNode[], opened: ReadonlySet<string>): Node[] {
  const walk = (nodes: readonly Node[]): Node[] =>
    nodes.flatMap(node => [node, ...(opened.has(node.key) ? walk(node.children) : [])])
  return walk(tree)
}

/** What the keys of a tree do: the node to go to, or the branch to open or close. */
export type TreeMove = { go: string } | { open: string } | { close: string } | undefined

export function treeMove(
  shown: readonly Node[],
  opened: ReadonlySet<string>,
  at: string | undefined,
  key: string,
): TreeMove {
  const place = shown.findIndex(node => node.key === at)
  const node = shown[place]
  const goTo = (target: Node | undefined): TreeMove => (target ? { go: target.key } : undefined)
  if (key === 'Home' || !node) return goTo(shown[0])
  if (key === 'End') return goTo(shown.at(-1))
  if (key === 'ArrowDown' || key === 'j') return goTo(shown[place + 1])
  if (key === 'ArrowUp' || key === 'k') return goTo(shown[place - 1])
  const isOpen = opened.has(node.key)
  if (key === 'ArrowRight') {
    if (node.children.length === 0) return undefined
    return isOpen ? goTo(shown[place + 1]) : { open: node.key }
  }
  if (key === 'ArrowLeft')
    return isOpen ? { close: node.key } : goTo(shown.slice(0, place).findLast(one => one.level < node.level))
  return undefined
}
