import { type Html, html } from '#site/html'

export type Cell = Html | string

/** The first cell is the row's header. Links to the row use `id`. A row of `depth` 1 or more belongs to one above it. */
export type TableRow = Readonly<{ id?: string; depth?: number; cells: readonly Cell[] }>

/** A table. On a narrow screen its rows are shown as cards. @param className a class of the table besides `cards` */
export function dataTable(columns: readonly string[], rows: readonly TableRow[], className?: string): Html {
  const heads = columns.map((title) => html`<th role="columnheader" scope="col">${title}</th>`)
  return html`<table class="cards${className && ` ${className}`}" role="table">
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">
${rows.map((row) => tableRow(columns, row))}</tbody>
</table>`
}

function tableRow(columns: readonly string[], { id, depth, cells: [name = '', ...others] }: TableRow): Html {
  const cells = others.map((cell, index) => {
    const isEmpty = String(cell) === ''
    return html`<td role="cell" data-label="${columns[index + 1]}"${isEmpty && html` class="empty"`}>${cell}</td>`
  })
  const attributes = html`${id !== undefined && html` id="${id}"`}${depth !== undefined && html` data-depth="${depth}"`}`
  return html`<tr role="row"${attributes}><th role="rowheader" scope="row">${name}</th>${cells}</tr>
`
}

/** Texts, each on a line of its own. */
export function lines(texts: readonly string[]): Html {
  return html`${texts.map((text, index) => html`${index > 0 && html`<br>`}${text}`)}`
}
