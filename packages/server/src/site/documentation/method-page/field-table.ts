import type { Fields, Text } from '@yaoquan/api'
import { type Html, html } from '#site/html'
import type { PageLanguage } from '#site/page-language'
import { type FieldRow, fieldRows } from './field-rows.ts'

type TableOptions = Readonly<{ language: PageLanguage; kind: 'request' | 'response' }>

/** The table of 请求参数 or 响应参数. Every row has an anchor, e.g. `#request.phone`. */
export function fieldTable(fields: Fields, { language, kind }: TableOptions): Html {
  const rows = fieldRows(fields)
  if (rows.length === 0) return html`<p>${texts.none[language]}</p>`
  const columns = kind === 'request' ? requestColumns : responseColumns
  return html`<table class="cards ${kind}-fields" role="table">
<thead role="rowgroup"><tr role="row">${columns.map(({ title }) => html`<th role="columnheader" scope="col">${title[language]}</th>`)}</tr></thead>
<tbody role="rowgroup">
${rows.map((row) => tableRow(row, { language, kind, columns }))}</tbody>
</table>`
}

type Column = Readonly<{ title: Text; cell: (row: FieldRow, language: PageLanguage) => Html | string }>

const typeColumn: Column = {
  title: { zh: '类型', en: 'Type' },
  cell: ({ type }) => html`<span class="type">${type}</span>`,
}

const requiredColumn: Column = {
  title: { zh: '是否必须', en: 'Required' },
  cell: ({ isRequired }, language) =>
    isRequired ? html`<strong class="must">${texts.must[language]}</strong>` : texts.may[language],
}

const exampleColumn: Column = {
  title: { zh: '示例值', en: 'Example' },
  cell: ({ example }) => (example === '' ? '' : html`<code>${example}</code>`),
}

const limitsColumn: Column = {
  title: { zh: '更多限制', en: 'Limits' },
  cell: ({ limits }, language) =>
    html`${limits.map((limit, index) => html`${index > 0 && html`<br>`}${limit[language]}`)}`,
}

const descriptionColumn: Column = {
  title: { zh: '描述', en: 'Description' },
  cell: ({ description }, language) => description[language],
}

const nameColumn: Column = { title: { zh: '名称', en: 'Name' }, cell: ({ name }) => name }

const requestColumns = [nameColumn, typeColumn, requiredColumn, exampleColumn, limitsColumn, descriptionColumn]
const responseColumns = [nameColumn, typeColumn, exampleColumn, descriptionColumn]

type RowOptions = TableOptions & Readonly<{ columns: readonly Column[] }>

function tableRow(row: FieldRow, { language, kind, columns }: RowOptions): Html {
  const id = `${kind}.${row.path}`
  const cells = columns.slice(1).map(({ title, cell }) => {
    const content = cell(row, language)
    const isEmpty = String(content) === ''
    return html`<td role="cell" data-label="${title[language]}"${isEmpty && html` class="empty"`}>${content}</td>`
  })
  return html`<tr role="row" id="${id}" data-depth="${Math.min(row.depth, 5)}"><th role="rowheader" scope="row">${branch(row)}<a class="anchor" href="#${id}">${row.name}</a></th>${cells}</tr>
`
}

/** As on TOP's pages: a branch mark before nested fields, except those that contain further fields. */
function branch({ depth, isContainer }: FieldRow): Html | false {
  return depth > 0 && !isContainer && html`<span class="branch">└ </span>`
}

const texts = {
  none: { zh: '无', en: 'None' },
  must: { zh: '必须', en: 'required' },
  may: { zh: '可选', en: 'optional' },
} as const
