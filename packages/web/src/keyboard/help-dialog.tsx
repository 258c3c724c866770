/** The list of all keys, by where they work, and the switch for those of one character. */

import { TitledDialog } from '../components/titled-dialog.tsx'
import { useT, type T } from '../i18n/use-t.ts'
import { KEYMAP, SCOPES, SHORTCUT_IDS, type ShortcutId } from './keymap.ts'
import { useSingleKeys } from './single-keys.ts'

const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent)

export interface HelpDialogProps {
  open: boolean
  onOpen: (open: boolean) => void
}

export function HelpDialog({ open, onOpen }: HelpDialogProps) {
  const t = useT()
  const [single, setSingle] = useSingleKeys()
  return (
    <TitledDialog
      title={t('keyboard.title')}
      open={open}
      className="keys-dialog"
      onClose={() => onOpen(false)}
    >
      <div className="keys-groups">
        {SCOPES.map(scope => (
          <section key={scope}>
            <h3>{t(`keyboard.scopes.${scope}`)}</h3>
            <dl>
              {SHORTCUT_IDS.filter(id => KEYMAP[id].scope === scope).map(id => (
                <div key={id}>
                  <dt>{t(`keyboard.actions.${id}`)}</dt>
                  <dd>
                    <Keys id={id} t={t} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className="check-line">
        <input type="checkbox" checked={single} onChange={event => setSingle(event.target.checked)} />
        <span>
          <b>{t('keyboard.single')}</b>
          <small>{t('keyboard.singleHint')}</small>
        </span>
      </label>
    </TitledDialog>
  )
}

function Keys({ id, t }: { id: ShortcutId; t: T }) {
  return KEYMAP[id].keys.map((key, at) => (
    <span key={key}>
      {at > 0 && <i>{t('keyboard.or')}</i>}
      {key.split('+').map(part => (
        <kbd key={part}>{SIGNS[part] ?? part.toUpperCase()}</kbd>
      ))}
    </span>
  ))
}

const SIGNS: Record<string, string> = {
  Mod: MAC ? '⌘' : 'Ctrl',
  Alt: MAC ? '⌥' : 'Alt',
  Shift: '⇧',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: 'Enter',
  Escape: 'Esc',
  Home: 'Home',
  End: 'End',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
}
