/**
 * Texts in columns, for a terminal or for a spreadsheet.
 * Event text is text: nothing of it moves a cursor, ends a line or becomes a formula.
 */

/** Characters of one cell in a table; the rest is cut with a visible mark. */
const CELL_LENGTH_MAX = 60

export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head.map(cell => cell.toUpperCase()), ...rows].map(cells => cells.map(shown))
  const widths = head.map((_, column) => Math.max(...all.map(cells => (cells[column] ?? '').length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return all.map(cells => `${line(cells)}\n`).join('')
}

export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** What a spreadsheet would compute gets an apostrophe before it. */
function csvCell(text: string): string {
  const guarded = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

function shown(text: string): string {
  const plain = text.replaceAll(/\p{Cc}/gu, ' ')
  return plain.length <= CELL_LENGTH_MAX ? plain : `${plain.slice(0, CELL_LENGTH_MAX - 1)}…`
}
