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
  let command: string[] | undefined
  markdown.split('\n').forEach((text, at) => {
    const last = steps.at(-1)
    if (text.startsWith('```')) inside = text === '```console'
    else if (!inside) return
    else if (command) command.push(text)
    else if (text.startsWith('$ '))
      (steps.push({ line: at + 1, command: '', expected: '' }), (command = [text.slice(2)]))
    else if (last) last.expected += `${text}\n`
    const step = steps.at(-1)
    if (command && step && !command.at(-1)?.endsWith('\\')) {
      step.command = command.join('\n')
      command = undefined
    }
  })
  return steps
}

/** Whether `actual` is what `expected` says, `…` standing for anything, white space at line ends ignored. */
export function matchesTranscript(expected: string, actual: string): boolean {
  const tidy = (text: string) => text.replaceAll(/[ \t]+$/gm, '').trim()
  const pattern = tidy(expected)
    .split('…')
    .map(part => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${pattern.join('[\\s\\S]*?')}$`).test(tidy(actual))
}
