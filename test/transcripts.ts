/**
 * Console transcripts in Markdown: what a reader would type, and what the page says comes back.
 * A fence ```console holds `$ command` lines (a trailing backslash continues) and the output after each. `…` matches anything.
 */

export interface Step {
  line: number
  command: string
  expected: string
}

export function readTranscripts(markdown: string): Step[] {
  const steps: Step[] = []
  let inside = false
  let unfinished = false
  for (const [at, text] of markdown.split('\n').entries()) {
    const step = steps.at(-1)
    if (text.startsWith('```')) inside = text === '```console'
    else if (!inside) continue
    else if (unfinished && step) step.command += `\n${text}`
    else if (text.startsWith('$ ')) steps.push({ line: at + 1, command: text.slice(2), expected: '' })
    else if (step) step.expected += `${text}\n`
    unfinished = inside && isUnfinished(steps.at(-1)?.command ?? '') && steps.at(-1)?.expected === ''
  }
  return steps
}

/** A command goes on after a backslash and inside a quotation. */
function isUnfinished(command: string): boolean {
  return command.endsWith('\\') || (command.match(/'/g)?.length ?? 0) % 2 === 1
}

/** Whether `actual` is what `expected` says, `…` standing for anything, white space at line ends ignored. */
export function matchesTranscript(expected: string, actual: string): boolean {
  const tidy = (text: string) => text.replaceAll(/[ \t]+$/gm, '').trim()
  const pattern = tidy(expected)
    .split('…')
    .map(part => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${pattern.join('[\\s\\S]*?')}$`).test(tidy(actual))
}
