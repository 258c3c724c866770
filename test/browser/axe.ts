/** Asks axe about a page as it stands: the rules of WCAG 2.0 to 2.2, A and AA, and its best practices. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

interface AxeNode {
  target: string[]
  failureSummary?: string
}
interface AxeResults {
  violations: { id: string; nodes: AxeNode[] }[]
}

/** @param only these rules; all when absent @returns one line for each violation, with where it is */
export async function violationsOf(page: Page, only?: readonly string[]): Promise<string[]> {
  // The debugger's own evaluation is not bound by the page's policy, a script element would be.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source)
  const run = only === undefined ? { type: 'tag', values: RULES } : { type: 'rule', values: only }
  const options = JSON.stringify({ runOnly: run, resultTypes: ['violations'], elementRef: false })
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${options})`)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      node => `${id}: ${node.target.join(' ')}\n    ${node.failureSummary?.replaceAll('\n', ' ') ?? ''}`,
    ),
  )
}
