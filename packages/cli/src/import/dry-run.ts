/** Reads a file as an import would and says what would be refused, without a server. */
import { originalOf, type SourceItem } from '@daybook/connectors'
import { acceptText } from '@daybook/event'
import type { RejectedLine } from './batcher.ts'

export interface DryRun {
  read: number
  accepted: number
  rejected: number
  /** Entities and activities seen, to judge a mapping by. */
  activities: Map<string, number>
  /** The first accepted event in normal form. */
  example: string | undefined
}

/** Distinct activities that are counted by name. */
const ACTIVITIES_MAX = 1_000

export async function dryRun(
  items: AsyncIterable<SourceItem>,
  told: (rejected: RejectedLine) => void,
  step: (read: number) => void,
): Promise<DryRun> {
  const result: DryRun = { read: 0, accepted: 0, rejected: 0, activities: new Map(), example: undefined }
  for await (const item of items) {
    result.read++
    const problems = problemsOf(item, result)
    if (problems.length === 0) result.accepted++
    else {
      result.rejected++
      told({ line: item.line, problems, original: originalOf(item) })
    }
    step(result.read)
  }
  return result
}

function problemsOf(item: SourceItem, result: DryRun): RejectedLine['problems'] {
  if (!item.ok) return [item.problem]
  const accepted = acceptText(item.text ?? JSON.stringify(item.event), { newId: () => item.event.id })
  if (!accepted.ok) return accepted.problem ? [accepted.problem] : (accepted.refused[0]?.problems ?? [])
  const [first] = accepted.accepted
  if (first) {
    result.example ??= first.text
    const name = `${first.event.application} · ${first.event.entity.type} · ${first.event.activity}`
    const seen = result.activities.get(name)
    if (seen !== undefined || result.activities.size < ACTIVITIES_MAX)
      result.activities.set(name, (seen ?? 0) + 1)
  }
  return []
}
