/**
 * What an event changed, attribute by attribute: minus is what was, plus is what is.
 * The sign, the edge and the words say it; colour only repeats it.
 */
import type { Change, Json } from '../../api/types.ts'
import { Text, Pieces } from '../../components/text.tsx'
import { MarkedText } from '../../components/value.tsx'
import { useT, type T } from '../../i18n/use-t.ts'
import { valueText } from '../../text/value.ts'
import { clip } from '../../text/visible.ts'

const LINE_CHARS_MAX = 4000

export function Differences({ changes }: { changes: Change[] }) {
  const t = useT()
  if (changes.length === 0) return <p className="quiet">{t('panel.noChanges')}</p>
  return (
    <div className="differences">
      {changes.map((change, at) => (
        <section className="difference" key={`${at}${change.attribute}`}>
          <h3>
            <code>
              <Text wrap>{change.attribute}</Text>
            </code>
            <small>{kindOf(t, change)}</small>
          </h3>
          <div className="difference-lines">
            <Lines change={change} />
          </div>
        </section>
      ))}
    </div>
  )
}

function Lines({ change }: { change: Change }) {
  const { old, new: now } = change
  if (isTextList(old) && isTextList(now)) return <ListLines old={old} now={now} />
  const before = old === undefined ? undefined : clip(valueText(old), LINE_CHARS_MAX)
  const after = now === undefined ? undefined : clip(valueText(now), LINE_CHARS_MAX)
  return (
    <>
      {before !== undefined && (
        <Line side="old">
          <MarkedText text={before} other={after} />
        </Line>
      )}
      {after !== undefined && (
        <Line side="new">
          <MarkedText text={after} other={before} />
        </Line>
      )}
    </>
  )
}

function ListLines({ old, now }: { old: string[]; now: string[] }) {
  const sides = [
    ['same', old.filter(item => now.includes(item))],
    ['old', old.filter(item => !now.includes(item))],
    ['new', now.filter(item => !old.includes(item))],
  ] as const
  return sides.flatMap(([side, items]) =>
    items.map((item, at) => (
      <Line side={side} key={`${side}${at}`}>
        <Pieces text={clip(item, LINE_CHARS_MAX)} />
      </Line>
    )),
  )
}

const SIGNS = { old: '−', new: '+', same: '' } as const

function Line({ side, children }: { side: keyof typeof SIGNS; children: React.ReactNode }) {
  const t = useT()
  return (
    <div className="diff-line" data-side={side}>
      <span aria-hidden>{SIGNS[side]}</span>
      <span className="text" data-wrap dir="auto" data-side={side}>
        {side !== 'same' && <span className="hidden">{t(`grid.${side}`)}: </span>}
        {children}
      </span>
    </div>
  )
}

function kindOf(t: T, { old, new: now }: Change): string {
  if (old === undefined) return t('panel.added')
  return now === undefined ? t('panel.removed') : t('panel.changed')
}

/** Lists of distinct texts are shown item by item; anything else as one value. */
const isTextList = (value: Json | undefined): value is string[] =>
  Array.isArray(value) &&
  value.every(item => typeof item === 'string') &&
  new Set(value).size === value.length
