/** The four sides of an entry as tabs: what changed, every field, what belongs to it, the JSON as the API gave it. */
import { Tabs } from '@base-ui/react/tabs'
import { useState } from 'react'

import type { Entry } from '../../api/types.ts'
import { useT } from '../../i18n/use-t.ts'
import { Details, type PickField } from './details.tsx'
import { Differences } from './differences.tsx'
import { JsonText } from './json-text.tsx'
import { Related } from './related.tsx'
import { useDerived } from './use-derived.ts'
import { relatedCount, useRelated } from './use-related.ts'

const TABS = ['changes', 'details', 'related', 'json'] as const
type Tab = (typeof TABS)[number]

export interface EntryTabsProps {
  entry: Entry
  onPick: PickField
  onOpen: (id: string) => void
}

export function EntryTabs({ entry, onPick, onOpen }: EntryTabsProps) {
  const t = useT()
  const derived = useDerived(entry)
  const changes = entry.changes ?? derived ?? []
  // The side that was chosen stays while the reader walks the list.
  const [chosen, setChosen] = useState<Tab>()
  const tab = chosen ?? (changes.length > 0 ? 'changes' : 'details')
  const related = useRelated(entry.id)
  const numbers: Partial<Record<Tab, string>> = {
    changes: String(changes.length),
    ...(related.data ? { related: relatedCount(related.data) } : {}),
  }
  return (
    <Tabs.Root className="entry-tabs" value={tab} onValueChange={(value: Tab) => setChosen(value)}>
      <Tabs.List className="tabs" activateOnFocus>
        {TABS.map(name => (
          <Tabs.Tab key={name} value={name}>
            {t(`panel.${name}`)}
            {numbers[name] !== undefined && <span className="number"> {numbers[name]}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel className="tab-page" value="changes">
        {derived !== undefined && derived.length > 0 && (
          <p className="derived-note">
            <span className="tag" title={t('entity.derivedHint')}>
              {t('entity.derivedChanges')}
            </span>
          </p>
        )}
        <Differences eventId={derived === undefined ? entry.id : undefined} changes={changes} />
      </Tabs.Panel>
      <Tabs.Panel className="tab-page" value="details">
        <Details entry={entry} onPick={onPick} />
      </Tabs.Panel>
      <Tabs.Panel className="tab-page" value="related">
        <Related entry={entry} related={related} onOpen={onOpen} />
      </Tabs.Panel>
      <Tabs.Panel className="tab-page" value="json">
        <JsonText value={entry} />
      </Tabs.Panel>
    </Tabs.Root>
  )
}
