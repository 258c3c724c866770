/**
 * The command menu: type a few letters, arrow keys choose, Enter does it.
 * The focus stays in the field; the list is its listbox, so that every reader hears what is chosen.
 */
import '../../styles/command.css'

import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'

import { Text } from '../../components/text.tsx'
import { useT } from '../../i18n/use-t.ts'
import { SECTIONS, useCommands, type Command } from './use-commands.tsx'

export interface CommandDialogProps {
  open: boolean
  onOpen: (open: boolean) => void
}

export function CommandDialog({ open, onOpen }: CommandDialogProps) {
  const t = useT()
  const [shown, setShown] = useState({ open, times: 0 })
  // Opened again while it still closes, it begins anew.
  if (shown.open !== open) setShown({ open, times: shown.times + (open ? 1 : 0) })
  return (
    <Dialog.Root open={open} onOpenChange={onOpen}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog command">
          <Dialog.Title className="hidden">{t('command.title')}</Dialog.Title>
          <CommandList key={shown.times} onDone={() => onOpen(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function CommandList({ onDone }: { onDone: () => void }) {
  const t = useT()
  const id = useId()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<string>()
  const commands = useCommands(typed)
  const at = Math.max(
    0,
    commands.findIndex(command => command.key === chosen),
  )
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [at, typed])
  const run = (command: Command | undefined) => {
    if (!command) return
    onDone()
    command.act()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = placeOf(event.key, at, commands.length)
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(commands[at])
    else if (to !== undefined) setChosen(commands[to]?.key)
    else return
    event.preventDefault()
  }
  return (
    <>
      <label className="command-field">
        <Search size={16} aria-hidden />
        <input
          type="text"
          role="combobox"
          autoFocus
          spellCheck={false}
          autoComplete="off"
          aria-expanded
          aria-controls={`${id}list`}
          aria-activedescendant={commands.length > 0 ? `${id}${at}` : undefined}
          aria-label={t('command.label')}
          placeholder={t('command.placeholder')}
          value={typed}
          onChange={event => {
            setTyped(event.target.value)
            setChosen(undefined)
          }}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </label>
      <div
        className="command-list"
        role="listbox"
        id={`${id}list`}
        aria-label={t('command.title')}
        ref={list}
      >
        {SECTIONS.map(section => {
          const own = commands.filter(command => command.section === section)
          if (own.length === 0) return null
          return (
            <div role="group" aria-labelledby={`${id}${section}`} key={section}>
              <div className="command-heading" id={`${id}${section}`}>
                {t(`command.sections.${section}`)}
              </div>
              {own.map(command => (
                <Option
                  key={command.key}
                  id={`${id}${commands.indexOf(command)}`}
                  command={command}
                  chosen={commands[at] === command}
                  onPoint={() => setChosen(command.key)}
                  onRun={() => run(command)}
                />
              ))}
            </div>
          )
        })}
        {commands.length === 0 && <p className="quiet command-none">{t('command.none')}</p>}
      </div>
    </>
  )
}

interface OptionProps {
  id: string
  command: Command
  chosen: boolean
  onPoint: () => void
  onRun: () => void
}

function Option({ id, command: { title, note, icon: Icon }, chosen, onPoint, onRun }: OptionProps) {
  return (
    // Keys are the field's: it names the chosen option to assistive technology.
    <div
      role="option"
      id={id}
      tabIndex={-1}
      aria-selected={chosen}
      className="command-option"
      onMouseMove={onPoint}
      onClick={onRun}
      onKeyDown={event => event.key === 'Enter' && onRun()}
    >
      <Icon size={15} aria-hidden />
      <Text>{title}</Text>
      {note !== undefined && <Text className="quiet">{note}</Text>}
    </div>
  )
}

function placeOf(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined
  if (key === 'ArrowDown') return (at + 1) % count
  if (key === 'ArrowUp') return (at - 1 + count) % count
  if (key === 'PageDown') return Math.min(count - 1, at + 6)
  if (key === 'PageUp') return Math.max(0, at - 6)
  return undefined
}
