/**
 * What an event changed, attribute by attribute: minus is what was, plus is what is.
 * The sign, the edge and the marked words say it; colour only repeats it. Long values and long lists are folded.
 */
import { useMemo, useState } from 'react'

import { useApi } from '../../api/api-context.ts'
import type { Change, Json } from '../../api/types.ts'
import { Text, Pieces } from '../../components/text.tsx'
import { useT, type T } from '../../i18n/use-t.ts'
import { listDiff } from '../../text/list-diff.ts'
import { valueText } from '../../text/value.ts'
import { clip } from '../../text/visible.ts'
import { Revealed, RevealButton } from '../reveal/reveal-button.tsx'
import { wordDiff, type Segment } from '../../text/word-diff.ts'

/** Longer values are cut before they reach the page; the JSON of the entry has them whole. */
const LINE_CHARS_MAX = 20_000
/** A value above this is folded to its beginning. */
const FOLDED_CHARS = 700
/** Items of a list that stayed: more than so many are folded. */
const SAME_SHOWN = 4
/** Changes of one event that are shown at once. */
const CHANGES_SHOWN = 40

/** `masked`: its values, or parts of them, are hidden. */
export type ShownChange = Change & { masked?: boolean }

export interface DifferencesProps {
  /** The event that brought them, for what is hidden of it; undefined for what was worked out from states. */
  eventId: string | undefined
  changes: readonly ShownChange[]
}

export function Differences({ eventId, changes }: DifferencesProps) {
  const t = useT()
  const hidden = useHidden(eventId, changes)
  const [all, setAll] = useState(false)
  if (changes.length === 0) return <p className="quiet">{t('panel.noChanges')}</p>
  const shown = all ? changes : changes.slice(0, CHANGES_SHOWN)
  return (
    <div className="differences">
      {shown.map((change, at) => (
        <Difference key={`${at}${change.attribute}`} change={change} hidden={hidden} />
      ))}
      {shown.length < changes.length && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {t('panel.moreChanges', { n: changes.length - shown.length })}
        </button>
      )}
    </div>
  )
}

interface Hidden {
  /** Only what an event brought can be uncovered by its id. */
  isRevealable: boolean
  /** Attributes that are hidden now. */
  attributes: string[]
  /** The change as it was sent, once it was uncovered. */
  revealed: (change: ShownChange) => Change | undefined
  reveal: (reason: string, attributes: readonly string[]) => Promise<void>
  hide: (attribute: string) => void
}

/** What of the changes is hidden, and what the reader uncovered of it. */
function useHidden(eventId: string | undefined, changes: readonly ShownChange[]): Hidden {
  const api = useApi()
  const [known, setKnown] = useState<{ id: string | undefined; changes: readonly Change[] }>({
    id: eventId,
    changes: [],
  })
  const own = known.id === eventId ? known.changes : []
  const find = (attribute: string) => own.find(one => one.attribute === attribute)
  return {
    attributes: changes
      .filter(change => change.masked === true && !find(change.attribute))
      .map(change => change.attribute),
    revealed: change => (change.masked === true ? find(change.attribute) : undefined),
    isRevealable: eventId !== undefined,
    reveal: async (reason, attributes) => {
      if (eventId === undefined) return
      const answer = await api.revealEvent(eventId, { reason, attributes })
      setKnown({ id: eventId, changes: [...own, ...answer.changes] })
    },
    hide: attribute => setKnown({ id: eventId, changes: own.filter(one => one.attribute !== attribute) }),
  }
}

function Difference({ change, hidden }: { change: ShownChange; hidden: Hidden }) {
  const t = useT()
  const revealed = hidden.revealed(change)
  return (
    <section className="difference">
      <h3>
        <code>
          <Text wrap>{change.attribute}</Text>
        </code>
        <small>{kindOf(t, change)}</small>
        {revealed ? (
          <Revealed onHide={() => hidden.hide(change.attribute)} />
        ) : (
          change.masked === true &&
          hidden.isRevealable && (
            <RevealButton
              attribute={change.attribute}
              attributes={hidden.attributes}
              onReveal={hidden.reveal}
            />
          )
        )}
      </h3>
      <div className="difference-lines">
        <Lines change={revealed ?? change} />
      </div>
    </section>
  )
}

function Lines({ change: { old, new: now } }: { change: Change }) {
  if (isTextList(old) && isTextList(now)) return <ListLines old={old} now={now} />
  return <ValueLines old={old} now={now} />
}

function ValueLines({ old, now }: { old: Json | undefined; now: Json | undefined }) {
  const before = old === undefined ? undefined : clip(valueText(old), LINE_CHARS_MAX)
  const after = now === undefined ? undefined : clip(valueText(now), LINE_CHARS_MAX)
  const marked = useMemo(
    () => (before !== undefined && after !== undefined ? wordDiff(before, after) : undefined),
    [before, after],
  )
  return (
    <>
      {before !== undefined && (
        <Line side="old" length={before.length}>
          {marked ? <Segments segments={marked.old} /> : <Pieces text={before} />}
        </Line>
      )}
      {after !== undefined && (
        <Line side="new" length={after.length}>
          {marked ? <Segments segments={marked.new} /> : <Pieces text={after} />}
        </Line>
      )}
    </>
  )
}

function Segments({ segments }: { segments: readonly Segment[] }) {
  return segments.map(({ text, marked }, at) =>
    marked ? (
      <mark key={at}>
        <Pieces text={text} />
      </mark>
    ) : (
      <Pieces text={text} key={at} />
    ),
  )
}

/** Items that went and came; those that stayed are folded when there are many. */
function ListLines({ old, now }: { old: string[]; now: string[] }) {
  const t = useT()
  const [unfolded, setUnfolded] = useState(false)
  const found = useMemo(() => listDiff(old, now), [old, now])
  const folds = found.same.length > SAME_SHOWN
  const same = folds && !unfolded ? [] : found.same
  const sides = [
    ['same', same],
    ['old', found.old],
    ['new', found.new],
  ] as const
  return (
    <>
      {folds && (
        <div className="diff-line" data-side="same">
          <span aria-hidden />
          <div>
            <button
              type="button"
              className="link"
              aria-expanded={unfolded}
              onClick={() => setUnfolded(value => !value)}
            >
              {t('panel.unchanged', { n: found.same.length })}
            </button>
          </div>
        </div>
      )}
      {sides.flatMap(([side, items]) =>
        items.map((item, at) => (
          <Line side={side} key={`${side}${at}`} length={item.length}>
            <Pieces text={clip(item, LINE_CHARS_MAX)} />
          </Line>
        )),
      )}
    </>
  )
}

const SIGNS = { old: '−', new: '+', same: '' } as const

interface LineProps {
  side: keyof typeof SIGNS
  /** Of the text, in UTF-16 units. */
  length: number
  children: React.ReactNode
}

function Line({ side, length, children }: LineProps) {
  const t = useT()
  const [unfolded, setUnfolded] = useState(false)
  const folds = length > FOLDED_CHARS
  return (
    <div className="diff-line" data-side={side}>
      <span aria-hidden>{SIGNS[side]}</span>
      <div>
        <span
          className="text"
          data-wrap
          dir="auto"
          data-side={side}
          data-folded={(folds && !unfolded) || undefined}
        >
          {side !== 'same' && <span className="hidden">{t(`grid.${side}`)}: </span>}
          {children}
        </span>
        {folds && (
          <button
            type="button"
            className="link fold"
            aria-expanded={unfolded}
            onClick={() => setUnfolded(value => !value)}
          >
            {unfolded ? t('panel.fold') : t('panel.unfold', { n: length })}
          </button>
        )}
      </div>
    </div>
  )
}

function kindOf(t: T, { old, new: now }: Change): string {
  if (old === undefined) return t('panel.added')
  return now === undefined ? t('panel.removed') : t('panel.changed')
}

/** Lists of texts are shown item by item; anything else as one value. */
const isTextList = (value: Json | undefined): value is string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string')
