import type { Fields, Text } from '@yaoquan/api'
import { type Cell, dataTable, lines } from '#site/documentation/document/data-table'
import { type Html, html } from '#site/html'
import type { PageLanguage } from '#site/page-route'
import { type FieldRow, fieldRows } from './field-rows.ts'

type TableOptions = Readonly<{ language: PageLanguage; kind: 'request' | 'response' }>

/** The table of 请求参数 or 响应参数. Every row has an anchor, e.g. `#request.phone`. */
export function fieldTable(fields: Fields, { language, kind }: TableOptions): Html {
  const rows = fieldRows(fields)
  if (rows.length === 0) return html`<p>${texts.none[language]}</p>`
  const columns = kind === 'request' ? requestColumns : responseColumns
  return dataTable(
    [texts.name[language], ...columns.map(({ title }) => title[language])],
    rows.map((row) => {
      const id = `${kind}.${row.path}`
      const name = html`${branch(row)}<a class="anchor" href="#${id}">${row.name}</a>`
      return { id, depth: Math.min(row.depth, 5), cells: [name, ...columns.map(({ cell }) => cell(row, language))] }
    }),
    `${kind}-fields`,
  )
}

/** A branch mark before nested fields, as on TOP's pages, except those that contain further fields. */
function branch({ depth, isContainer }: FieldRow): Html | false {
  return depth > 0 && !isContainer && html`<span class="branch">└ </span>`
}

type Column = Readonly<{ title: Text; cell: (row: FieldRow, language: PageLanguage) => Cell }>

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
  cell: ({ limits }, language) => lines(limits.map((limit) => limit[language])),
}

const descriptionColumn: Column = {
  title: { zh: '描述', en: 'Description' },
  cell: ({ description }, language) => description[language],
}

const requestColumns = [typeColumn, requiredColumn, exampleColumn, limitsColumn, descriptionColumn]
const responseColumns = [typeColumn, exampleColumn, descriptionColumn]

const texts = {
  name: { zh: '名称', en: 'Name' },
  none: { zh: '无', en: 'None' },
  must: { zh: '必须', en: 'required' },
  may: { zh: '可选', en: 'optional' },
} as const
