/**
 * The font of a PDF, embedded: DejaVu Sans has the scripts of Europe, Hebrew and Arabic.
 * What it does not have is shown as a box and counted, never left out silently.
 */
import { createRequire } from 'node:module'

import type PDFDocument from 'pdfkit'

const require = createRequire(import.meta.url)
export const FONTS = {
  plain: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
} as const

const BOX = '□'
/** Hebrew, Arabic and their neighbours. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/
/** Joiners, variation selectors and directions: they show nothing themselves. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\ufe00-\ufe0f]/g
// oxlint-disable-next-line no-control-regex -- line ends and other controls become spaces in one line of a table
const CONTROLS = /[\u0000-\u001f\u007f\u2028\u2029]+/g

interface Glyphs {
  hasGlyphForCodePoint(codePoint: number): boolean
}

export class PrintableTexts {
  readonly #glyphs: Glyphs
  /** characters that were replaced by a box */
  boxes = 0
  rightToLeft = false

  constructor(document: typeof PDFDocument.prototype) {
    // The document's current font, opened; pdfkit has it but does not declare it.
    this.#glyphs = (document as unknown as { _font: { font: Glyphs } })._font.font
  }

  /** One line that the font can show. */
  of(text: string): string {
    if (RIGHT_TO_LEFT.test(text)) this.rightToLeft = true
    const line = text.replaceAll(CONTROLS, ' ').replaceAll(INVISIBLE, '')
    return Array.from(line, character => {
      if (this.#glyphs.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)) return character
      this.boxes++
      return BOX
    }).join('')
  }
}
