/** The rows of exports without an engine: for threads that only turn rows into files. */

export { cellsOfLine, readExportRow } from './exports/read-row.ts'
