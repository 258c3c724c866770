/** The three sides of an entry as tabs: what changed, every field, the JSON as the API gave it. */
import { useId, useState, type KeyboardEvent } from 'react'

import type { Entry } from '../../api/types.ts'
import { useT } from '../../i18n/use-t.ts'
import { Details, type PickField } from './details.tsx'
import { Differences } from './differences.tsx'
import { JsonText } from './json-text.tsx'

const TABS = ['changes', 'details', 'json'] as const
type Tab = (typeof TABS)[number]

export function EntryTabs({ entry, onPick }: { entry: Entry; onPick: PickField }) {
  const t = useT()
  const changes = entry.changes ?? []
  const [chosen, setChosen] = useState<Tab>()
  const tab = chosen ?? (changes.length > 0 ? 'changes' : 'details')
  const id = useId()
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length] ?? tab
    setChosen(next)
    document.getElementById(`${id}${next}`)?.focus()
  }
  return (
    <>
      <div className="tabs" role="tablist" onKeyDown={onKeyDown}>
        {TABS.map(name => (
          <button
            type="button"
            role="tab"
            key={name}
            id={`${id}${name}`}
            aria-selected={name === tab}
            aria-controls={`${id}page`}
            tabIndex={name === tab ? 0 : -1}
            onClick={() => setChosen(name)}
          >
            {t(`panel.${name}`)}
            {name === 'changes' && <span className="number">{changes.length}</span>}
          </button>
        ))}
      </div>
      <div className="tab-page" role="tabpanel" id={`${id}page`} aria-labelledby={`${id}${tab}`} tabIndex={0}>
        {tab === 'changes' && <Differences changes={changes} />}
        {tab === 'details' && <Details entry={entry} onPick={onPick} />}
        {tab === 'json' && <JsonText value={entry} />}
      </div>
    </>
  )
}
