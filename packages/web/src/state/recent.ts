/**
 * What this reader opened lately in this browser: entities for the command menu, and when a view was last opened.
 * Kept in local storage, read with care (it may be anybody's text), and lost without harm when storage is refused.
 */

export interface RecentEntity {
  type: string
  id: string
  name?: string
  at: number
}

export interface Store {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
}

const ENTITIES_KEY = 'daybook.recent-entities'
const VIEWS_KEY = 'daybook.opened-views'
const ENTITIES_MAX = 12
const VIEWS_MAX = 200
const TEXT_CHARS_MAX = 1000

/** Newest first. */
export function recentEntities(store: Store): RecentEntity[] {
  return read(store, ENTITIES_KEY).filter(isEntity).slice(0, ENTITIES_MAX)
}

export function rememberEntity(store: Store, entity: RecentEntity): void {
  const others = recentEntities(store).filter(one => one.type !== entity.type || one.id !== entity.id)
  write(store, ENTITIES_KEY, [entity, ...others].slice(0, ENTITIES_MAX))
}

/** When each view was last opened here, in ms since the epoch, by its id. */
export function openedViews(store: Store): Map<string, number> {
  return new Map(read(store, VIEWS_KEY).filter(isOpened))
}

export function rememberView(store: Store, id: string, at: number): void {
  const others = [...openedViews(store)].filter(([other]) => other !== id)
  write(store, VIEWS_KEY, [[id, at], ...others].slice(0, VIEWS_MAX))
}

function read(store: Store, key: string): unknown[] {
  try {
    const value: unknown = JSON.parse(store.getItem(key) ?? '[]')
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

function write(store: Store, key: string, value: unknown): void {
  try {
    store.setItem(key, JSON.stringify(value))
  } catch {
    // Storage is refused or full: nothing is remembered.
  }
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= TEXT_CHARS_MAX

function isEntity(value: unknown): value is RecentEntity {
  if (typeof value !== 'object' || value === null) return false
  const { type, id, name, at } = value as Record<string, unknown>
  return isText(type) && isText(id) && (name === undefined || isText(name)) && typeof at === 'number'
}

function isOpened(value: unknown): value is [string, number] {
  return Array.isArray(value) && value.length === 2 && isText(value[0]) && typeof value[1] === 'number'
}
