/** Puts the keyboard where the results are: on the grid, or on what stands in its place. */

export const RESULTS_ID = 'results'

export function focusResults(): void {
  const results = document.getElementById(RESULTS_ID)
  const grid = results?.querySelector<HTMLElement>('.grid')
  ;(grid ?? results)?.focus()
}
