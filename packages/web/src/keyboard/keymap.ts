/**
 * Every key of the app, in one place: what listens to a key and what the list of keys shows is this table.
 * Keys of `anywhere` work wherever the focus is, unless something is being typed; the others belong to the part that has the focus.
 */

/** `Mod` is Ctrl, or Cmd on a Mac. A list of keys means: any of them. */
export interface Shortcut {
  keys: readonly string[]
  scope: 'anywhere' | 'rows' | 'chart' | 'columns'
}

export const KEYMAP = {
  search: { keys: ['/'], scope: 'anywhere' },
  commands: { keys: ['Mod+k'], scope: 'anywhere' },
  time: { keys: ['t'], scope: 'anywhere' },
  zone: { keys: ['u'], scope: 'anywhere' },
  group: { keys: ['g'], scope: 'anywhere' },
  columns: { keys: ['c'], scope: 'anywhere' },
  density: { keys: ['d'], scope: 'anywhere' },
  live: { keys: ['l'], scope: 'anywhere' },
  refresh: { keys: ['r'], scope: 'anywhere' },
  export: { keys: ['e'], scope: 'anywhere' },
  earlier: { keys: ['['], scope: 'anywhere' },
  later: { keys: [']'], scope: 'anywhere' },
  help: { keys: ['?'], scope: 'anywhere' },
  next: { keys: ['j', 'ArrowDown'], scope: 'rows' },
  previous: { keys: ['k', 'ArrowUp'], scope: 'rows' },
  open: { keys: ['Enter'], scope: 'rows' },
  close: { keys: ['Escape'], scope: 'rows' },
  first: { keys: ['Home'], scope: 'rows' },
  last: { keys: ['End'], scope: 'rows' },
  pages: { keys: ['PageUp', 'PageDown'], scope: 'rows' },
  bar: { keys: ['ArrowLeft', 'ArrowRight'], scope: 'chart' },
  extend: { keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'], scope: 'chart' },
  zoom: { keys: ['Enter'], scope: 'chart' },
  resize: { keys: ['ArrowLeft', 'ArrowRight'], scope: 'columns' },
  reorder: { keys: ['Alt+ArrowUp', 'Alt+ArrowDown'], scope: 'columns' },
} as const satisfies Record<string, Shortcut>

export type ShortcutId = keyof typeof KEYMAP
export const SHORTCUT_IDS = Object.keys(KEYMAP) as ShortcutId[]
export const SCOPES = ['anywhere', 'rows', 'chart', 'columns'] as const satisfies Shortcut['scope'][]

/** One character alone, which a slip of the hand or of speech input may press: such keys can be switched off. */
export const isSingle = (key: string): boolean => key.length === 1

/** What of a keyboard event decides. */
export interface Pressed {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
  getModifierState(name: string): boolean
}

/** True when these are the keys of that shortcut and nothing more. */
export function presses(event: Pressed, id: ShortcutId): boolean {
  return KEYMAP[id].keys.some(written => matches(event, written))
}

function matches(event: Pressed, written: string): boolean {
  const parts = written.split('+')
  const key = parts.at(-1) ?? ''
  // AltGr, which brackets need on many keyboards, arrives as Ctrl and Alt.
  const typed = event.getModifierState('AltGraph')
  const mod = (event.ctrlKey || event.metaKey) && !typed
  const alt = event.altKey && !typed
  if (mod !== parts.includes('Mod') || alt !== parts.includes('Alt')) return false
  // A sign may itself need Shift; a letter with Shift is another key.
  const letter = /^\p{L}$/u.test(key)
  if ((letter || !isSingle(key)) && event.shiftKey !== parts.includes('Shift')) return false
  return (letter ? event.key.toLowerCase() : event.key) === key
}
