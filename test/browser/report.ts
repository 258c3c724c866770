/** What a reader does with a report, in the words of the page. Every step waits for what it brings about. */
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

export class Report {
  readonly page: Page
  readonly #url: string

  constructor(page: Page, url: string) {
    this.page = page
    this.#url = url
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.#url + path)
    await this.ready()
  }

  async ready(): Promise<void> {
    await this.page.getByTestId('total').waitFor()
  }

  /** A view that comes with Daybook, from the page of views. */
  async openView(vendor: string, name: string): Promise<void> {
    await this.page.getByRole('link', { name: 'Saved views' }).click()
    const card = this.page
      .getByRole('listitem')
      .filter({ hasText: `of ${vendor},` })
      .filter({ hasText: name })
    await card.getByRole('link').first().click()
    await this.ready()
  }

  /** Waits until the report counts so many. */
  async counts(n: number): Promise<void> {
    const text = new Intl.NumberFormat('en').format(n)
    await this.page.getByTestId('total').getByText(text, { exact: true }).waitFor()
  }

  /** A click on a value in the filters: this one and no other. */
  async only(field: string, value: string): Promise<void> {
    await this.find(value)
    await this.facet(field)
      .getByRole('button', { name: new RegExp(`^Only ${escaped(value)}, `) })
      .click()
    await this.find('')
  }

  /** The box before a value: one more. */
  async add(field: string, value: string): Promise<void> {
    await this.facet(field)
      .getByRole('checkbox', { name: `Include ${value}`, exact: true })
      .click()
  }

  /** A filter shows a few values: the one that is sought is found by name. */
  private async find(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Find a value' }).fill(text)
  }

  /** Values that a filter offers, in their order. */
  async offered(field: string): Promise<string[]> {
    const names = await this.facet(field)
      .getByRole('button', { name: /^Only / })
      .allInnerTexts()
    return names.map(name => name.trim())
  }

  facet(field: string): Locator {
    return this.page.getByRole('list', { name: field, exact: true })
  }

  async preset(name: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Time range/ }).click()
    await this.page
      .getByRole('dialog', { name: 'Time range' })
      .getByRole('button', { name, exact: true })
      .click()
  }

  async range(from: string, to: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Time range/ }).click()
    const dialog = this.page.getByRole('dialog', { name: 'Time range' })
    await dialog.getByLabel('From').fill(from)
    await dialog.getByLabel('To (not included)').fill(to)
    await dialog.getByRole('button', { name: 'Apply' }).click()
  }

  async search(text: string): Promise<void> {
    await this.page.getByLabel('Search and filter').fill(text)
    await this.page.keyboard.press('Enter')
    // What may be written next is offered until it is closed.
    await this.page.keyboard.press('Escape')
  }

  /** Names of the columns, as they stand. */
  async columns(): Promise<string[]> {
    const names = await this.page.getByRole('columnheader').allInnerTexts()
    return names.map(name => name.trim())
  }

  async columnMenu(column: string, item: string): Promise<void> {
    await this.page.getByRole('columnheader').filter({ hasText: column }).getByRole('button').first().click()
    await this.page.getByRole('menuitem', { name: item, exact: true }).click()
  }

  async toggleColumn(column: string): Promise<void> {
    await this.page.getByTestId('columns').click()
    await this.page.getByRole('checkbox', { name: column, exact: true }).click()
    await this.page.keyboard.press('Escape')
  }

  /** The row of that number, from 0, once it is one of what was asked last: counts may come before rows. */
  async row(at: number): Promise<Record<string, string>> {
    await this.page.locator('[data-testid=grid]:not([data-busy])').waitFor()
    const row = this.line(at)
    await row.locator('.grid-cell:not(:has(.skeleton))').first().waitFor()
    const cells = await row.getByRole('gridcell').all()
    const named = cells.map(async cell => [
      (await cell.getAttribute('data-column')) ?? '',
      (await cell.innerText()).trim().replaceAll(/\s+/g, ' '),
    ])
    return Object.fromEntries(await Promise.all(named)) as Record<string, string>
  }

  line(at: number): Locator {
    return this.page.locator(`[data-line="${at}"]`)
  }

  /** Opens the event of a row beside the list. */
  async openRow(at: number): Promise<Locator> {
    await this.row(at)
    await this.line(at).click()
    const panel = this.page.getByRole('complementary', { name: 'Event' })
    await panel.getByRole('heading').first().waitFor()
    return panel
  }

  get query(): URLSearchParams {
    return new URL(this.page.url()).searchParams
  }

  /** What was done is in the address: a reload shows the same, and each Back undoes one step. */
  async survivesReload(count: number): Promise<void> {
    const before = this.page.url()
    await this.page.reload()
    await this.counts(count)
    expect(this.page.url()).toBe(before)
  }

  async back(count: number): Promise<void> {
    await this.page.goBack()
    await this.counts(count)
  }
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
