import { type Html, html } from '#site/html'

type Cell = Html | string

/** The first cell is the row's header. Links to the row use `id`. */
export type TableRow = Readonly<{ id?: string; cells: readonly Cell[] }>

/** A plain table. On a narrow screen its rows are shown as cards. */
export function dataTable(columns: readonly string[], rows: readonly TableRow[]): Html {
  const heads = columns.map((title) => html`<th role="columnheader" scope="col">${title}</th>`)
  return html`<table class="cards" role="table">
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">
${rows.map((row) => tableRow(columns, row))}</tbody>
</table>`
}

function tableRow(columns: readonly string[], { id, cells: [name = '', ...others] }: TableRow): Html {
  const cells = others.map((cell, index) => {
    const isEmpty = String(cell) === ''
    return html`<td role="cell" data-label="${columns[index + 1]}"${isEmpty && html` class="empty"`}>${cell}</td>`
  })
  return html`<tr role="row"${id !== undefined && html` id="${id}"`}><th role="rowheader" scope="row">${name}</th>${cells}</tr>
`
}
