/**
 * A summary for people who file paper: what was asked, the numbers, bars, frequent values, first rows, room for a signature.
 * The same task has the same bytes: the document's own date is that of the request.
 */
import { FileClock } from '@daybook/query'
// oxlint-disable-next-line import/no-named-as-default -- the declarations of the package have the default only
import PDFDocument from 'pdfkit'

import { OutFile, type Written } from './out-file.ts'
import { FONTS, PrintableTexts } from './pdf-font.ts'
import type { CoverLine, PdfTask } from './task.ts'

type Document = typeof PDFDocument.prototype

const MARGIN = 40
const INK = '#1d2330'
const SOFT = '#5b6472'
const LINE = '#c9cdd6'
const BAR = '#9aa7c7'
const FAILED = '#b3402f'
const BARS_HEIGHT = 70
const ROW_HEIGHT = 15
const SIGNATURE_HEIGHT = 90

export async function writePdf(task: PdfTask): Promise<Written> {
  const out = await OutFile.create(task.out)
  const document = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margin: MARGIN,
    bufferPages: true,
    info: {
      Title: task.title,
      Creator: 'Daybook',
      Producer: 'Daybook',
      CreationDate: new Date(task.createdAt),
    },
  })
  document.registerFont('plain', FONTS.plain).registerFont('bold', FONTS.bold).font('plain')
  const texts = new PrintableTexts(document)
  draw(document, task, texts)
  document.end()
  for await (const chunk of document) await out.write(chunk as Buffer)
  return out.end()
}

function draw(document: Document, task: PdfTask, texts: PrintableTexts): void {
  document.font('bold').fontSize(18).fillColor(INK).text(texts.of(task.title))
  document.moveDown(0.4)
  drawLines(document, task.lines, texts)
  drawNumbers(document, task.numbers)
  drawBars(document, task.histogram)
  drawGroups(document, task.groups, texts)
  drawRows(document, task, texts)
  drawSignature(document)
  drawFeet(document, texts)
}

function drawLines(document: Document, lines: readonly CoverLine[], texts: PrintableTexts): void {
  for (const { label, value } of lines) {
    const y = document.y
    document.font('plain').fontSize(8.5).fillColor(SOFT).text(label, MARGIN, y, { width: 110 })
    document.fillColor(INK).text(texts.of(value), MARGIN + 115, y, { width: widthOf(document) - 115 })
    document.x = MARGIN
  }
}

function drawNumbers(document: Document, numbers: readonly CoverLine[]): void {
  document.moveDown(1)
  const y = document.y
  for (const [i, { label, value }] of numbers.entries()) {
    const x = MARGIN + i * 130
    document.font('bold').fontSize(16).fillColor(INK).text(value, x, y, { width: 125, lineBreak: false })
    document
      .font('plain')
      .fontSize(8.5)
      .fillColor(SOFT)
      .text(label, x, y + 20, { width: 125, lineBreak: false })
  }
  document.x = MARGIN
  document.y = y + 40
}

function drawBars(document: Document, bars: PdfTask['histogram']): void {
  const most = Math.max(1, ...bars.map(({ count }) => count))
  const [first, last] = [bars[0], bars.at(-1)]
  if (first === undefined || last === undefined) return
  keepTogether(document, BARS_HEIGHT + 20)
  const width = widthOf(document) / bars.length
  const base = document.y + BARS_HEIGHT
  for (const [i, { count, failed }] of bars.entries()) {
    const x = MARGIN + i * width
    const height = (count / most) * BARS_HEIGHT
    const bad = (failed / most) * BARS_HEIGHT
    document.rect(x, base - height, Math.max(0.5, width - 1), height).fill(BAR)
    if (failed > 0) document.rect(x, base - bad, Math.max(0.5, width - 1), bad).fill(FAILED)
  }
  document
    .moveTo(MARGIN, base)
    .lineTo(MARGIN + widthOf(document), base)
    .lineWidth(0.5)
    .stroke(LINE)
  document.font('plain').fontSize(7.5).fillColor(SOFT)
  document.text(first.label, MARGIN, base + 3, { lineBreak: false })
  document.text(`highest bar: ${most.toLocaleString('en-US')}, red: failed`, MARGIN, base + 3, {
    width: widthOf(document),
    align: 'center',
  })
  document.text(last.label, MARGIN, base + 3, { width: widthOf(document), align: 'right' })
  document.x = MARGIN
  document.y = base + 22
}

function drawGroups(document: Document, groups: PdfTask['groups'], texts: PrintableTexts): void {
  if (groups.length === 0) return
  const rows = Math.max(...groups.map(({ values }) => values.length))
  keepTogether(document, 18 + rows * 12)
  const width = widthOf(document) / groups.length
  const top = document.y
  for (const [i, { title, values }] of groups.entries()) {
    const x = MARGIN + i * width
    document
      .font('bold')
      .fontSize(9)
      .fillColor(INK)
      .text(title, x, top, { width: width - 8, lineBreak: false })
    for (const [j, { label, count }] of values.entries()) {
      const y = top + 15 + j * 12
      oneLine(document, texts.of(label), x, y, width - 58, 8)
      document.fillColor(SOFT).text(count.toLocaleString('en-US'), x + width - 58, y, {
        width: 46,
        align: 'right',
        lineBreak: false,
      })
    }
  }
  document.x = MARGIN
  document.y = top + 15 + rows * 12 + 10
}

function drawRows(document: Document, task: PdfTask, texts: PrintableTexts): void {
  if (task.rows.length === 0) return
  const clock = new FileClock(task.clock)
  const width = widthOf(document) / task.columns.length
  const heading = () => {
    keepTogether(document, ROW_HEIGHT * 3)
    const y = document.y
    for (const [i, { label }] of task.columns.entries()) {
      document.font('bold').fillColor(INK)
      oneLine(document, texts.of(label), MARGIN + i * width, y, width - 6, 8, 'bold')
    }
    document
      .moveTo(MARGIN, y + 12)
      .lineTo(MARGIN + widthOf(document), y + 12)
      .lineWidth(0.5)
      .stroke(LINE)
    document.y = y + ROW_HEIGHT
  }
  heading()
  for (const row of task.rows) {
    if (document.y + ROW_HEIGHT > bottomOf(document)) {
      document.addPage()
      heading()
    }
    const y = document.y
    for (const [i, cell] of row.entries()) {
      const text =
        typeof cell === 'number' && task.columns[i]?.kind === 'time'
          ? clock.text(cell).slice(0, 19).replace('T', ' ')
          : String(cell)
      oneLine(document, texts.of(text), MARGIN + i * width, y, width - 6, 7.5)
    }
    document.y = y + ROW_HEIGHT - 2
  }
  document.x = MARGIN
  if (task.note !== '')
    document
      .font('plain')
      .fontSize(8)
      .fillColor(SOFT)
      .text(task.note, MARGIN, document.y + 4)
}

function drawSignature(document: Document): void {
  keepTogether(document, SIGNATURE_HEIGHT)
  const y = document.y + 50
  const width = widthOf(document) / 3
  for (const [i, label] of ['Checked by (name)', 'Date', 'Signature'].entries()) {
    const x = MARGIN + i * width
    document
      .moveTo(x, y)
      .lineTo(x + width - 24, y)
      .lineWidth(0.7)
      .stroke(INK)
    document
      .font('plain')
      .fontSize(8)
      .fillColor(SOFT)
      .text(label, x, y + 4, { width: width - 24, lineBreak: false })
  }
  document.x = MARGIN
  document.y = y + 20
}

/** What could not be shown as it is, and the page's number, at the foot of each page. */
function drawFeet(document: Document, texts: PrintableTexts): void {
  const notes = [
    ...(texts.boxes === 0
      ? []
      : [`□ stands for ${texts.boxes} characters that the font of this page has not`]),
    ...(texts.rightToLeft ? ['words of right-to-left texts may stand in another order'] : []),
  ]
  const { start, count } = document.bufferedPageRange()
  for (let page = start; page < start + count; page++) {
    document.switchToPage(page)
    document.page.margins.bottom = 0
    const y = document.page.height - 26
    document.font('plain').fontSize(7).fillColor(SOFT)
    document.text(
      notes.length === 0 ? '' : `${notes.join('; ')}: the data files have them exactly.`,
      MARGIN,
      y,
      { width: widthOf(document) - 120, lineBreak: false },
    )
    document.text(`${page + 1} of ${count}`, MARGIN, y, {
      width: widthOf(document),
      align: 'right',
      lineBreak: false,
    })
  }
}

/** One line, ended by … where it is too long. */
function oneLine(
  document: Document,
  text: string,
  x: number,
  y: number,
  width: number,
  size: number,
  font = 'plain',
): void {
  document
    .font(font)
    .fontSize(size)
    .fillColor(INK)
    .text(text, x, y, { width, height: size + 3, ellipsis: '…' })
}

function keepTogether(document: Document, height: number): void {
  if (document.y + height > bottomOf(document)) document.addPage()
}

function widthOf({ page }: Document): number {
  return page.width - 2 * MARGIN
}

function bottomOf({ page }: Document): number {
  return page.height - MARGIN
}
