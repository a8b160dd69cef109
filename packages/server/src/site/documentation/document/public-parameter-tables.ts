import { type Html, html } from '#site/html'
import type { PageLanguage } from '#site/page-language'
import { dataTable } from './data-table.ts'
import type { View } from './document.ts'
import { type PublicParameter, publicRequestParameters, publicResponseParameters } from './public-parameters.ts'

/** Tables of 请求地址, 公共请求参数 and 公共响应参数 with headings. */
export function publicParameterTables({ language, gatewayUrl }: View): Html {
  const text = texts[language]
  return html`<h3 id="request-address">${text.address}</h3>
${dataTable(text.addressColumns, [{ cells: [text.environment, html`<code>${gatewayUrl}</code>`] }])}
<h3 id="public-request-parameters">${text.request}</h3>
${dataTable(
  text.requestColumns,
  publicRequestParameters.map(({ name, type, isRequired, description }) => ({
    id: `public.${name}`,
    cells: [html`<code>${name}</code>`, type, isRequired ? text.must : text.may, description[language]],
  })),
)}
<h3 id="public-response-parameters">${text.response}</h3>
${responseTable(publicResponseParameters, language)}`
}

function responseTable(parameters: readonly PublicParameter[], language: PageLanguage): Html {
  const rows = parameters.map(({ name, type, description }) => ({
    cells: [html`<code>${name}</code>`, type, description[language]],
  }))
  return dataTable(texts[language].responseColumns, rows)
}

const texts = {
  zh: {
    address: '请求地址',
    addressColumns: ['环境', 'HTTP(S)地址'],
    environment: '本服务',
    request: '公共请求参数',
    requestColumns: ['名称', '类型', '是否必须', '描述'],
    must: '必须',
    may: '可选',
    response: '公共响应参数',
    responseColumns: ['名称', '类型', '描述'],
  },
  en: {
    address: 'Address',
    addressColumns: ['Environment', 'HTTP(S) address'],
    environment: 'this server',
    request: 'Public request parameters',
    requestColumns: ['Name', 'Type', 'Required', 'Description'],
    must: 'required',
    may: 'optional',
    response: 'Public response members',
    responseColumns: ['Name', 'Type', 'Description'],
  },
} as const
