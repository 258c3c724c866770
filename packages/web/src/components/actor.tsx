/** Who did it: people round with initials, machines square with a sign. The name is never colour alone. */
import { Bot, Cog, KeyRound, Sparkles, type LucideIcon } from 'lucide-react'
import type { CSSProperties } from 'react'

import type { Actor } from '../api/types.ts'
import { useT } from '../i18n/use-t.ts'
import { Text } from './text.tsx'

const MACHINES: Record<string, LucideIcon> = { bot: Bot, system: Cog, apiKey: KeyRound, aiAgent: Sparkles }

export const actorName = (actor: { id: string; name?: string; email?: string }): string =>
  actor.name || actor.email || actor.id

export function Avatar({ name, type, large = false }: { name: string; type: string; large?: boolean }) {
  const Sign = MACHINES[type]
  if (Sign) {
    return (
      <span className="avatar" data-machine data-large={large || undefined} aria-hidden>
        <Sign size={large ? 16 : 11} />
      </span>
    )
  }
  return (
    <span
      className="avatar"
      data-large={large || undefined}
      style={{ '--hue': hueOf(name) } as CSSProperties}
      aria-hidden
    >
      {initials(name)}
    </span>
  )
}

export function ActorCell({ actor }: { actor: Actor }) {
  const t = useT()
  const name = actorName(actor)
  const hint = [name, actor.email, actor.id, actor.type].filter(
    (part, at, all) => part && all.indexOf(part) === at,
  )
  return (
    <span className="cell">
      <Avatar name={name} type={actor.type} />
      <Text title={hint.join(' · ')}>{name}</Text>
      {actor.impersonator && (
        <Text
          className="tag"
          title={t('grid.impersonatedHint', { who: actorName(actor.impersonator), as: name })}
        >
          {t('grid.impersonatedBy', { name: actorName(actor.impersonator) })}
        </Text>
      )}
    </span>
  )
}

const LETTER = /[\p{L}\p{N}]/u

function initials(name: string): string {
  const words = name.split(/[\s._@-]+/).filter(word => LETTER.test(word))
  return words
    .slice(0, 2)
    .map(word => (LETTER.exec(word)?.[0] ?? '').toUpperCase())
    .join('')
}

function hueOf(name: string): number {
  let hash = 0
  for (const char of name) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 360
  return hash
}
