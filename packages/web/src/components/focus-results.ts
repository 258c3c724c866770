/** Puts the keyboard where the results are: on the table, or on what stands in its place. */

export const RESULTS_ID = 'results'

export function focusResults(): void {
  const results = document.getElementById(RESULTS_ID)
  const table = results?.querySelector<HTMLElement>('.table-scroll')
  ;(table ?? results)?.focus()
}
