import { type Html, html } from '#site/html'
import { dataTable } from './data-table.ts'
import type { View } from './document.ts'
import { publicRequestParameters, publicResponseParameters } from './public-parameters.ts'

/** Tables of 请求地址, 公共请求参数 and 公共响应参数 with headings. */
export function publicParameterTables({ language, gatewayUrl }: View): Html {
  const requestRows = publicRequestParameters.map(({ name, type, isRequired, description }) => ({
    id: `public.${name}`,
    cells: [html`<code>${name}</code>`, type, texts[isRequired ? 'must' : 'may'][language], description[language]],
  }))
  const responseRows = publicResponseParameters.map(({ name, type, description }) => ({
    cells: [html`<code>${name}</code>`, type, description[language]],
  }))
  const address = { cells: [texts.environment[language], html`<code>${gatewayUrl}</code>`] }
  return html`<h3 id="request-address">${texts.address[language]}</h3>
${dataTable(texts.addressColumns[language], [address])}
<h3 id="public-request-parameters">${texts.request[language]}</h3>
${dataTable(texts.requestColumns[language], requestRows)}
<h3 id="public-response-parameters">${texts.response[language]}</h3>
${dataTable(texts.responseColumns[language], responseRows)}`
}

const texts = {
  address: { zh: '请求地址', en: 'Address' },
  addressColumns: { zh: ['环境', 'HTTP(S)地址'], en: ['Environment', 'HTTP(S) address'] },
  environment: { zh: '本服务', en: 'this server' },
  request: { zh: '公共请求参数', en: 'Public request parameters' },
  requestColumns: { zh: ['名称', '类型', '是否必须', '描述'], en: ['Name', 'Type', 'Required', 'Description'] },
  must: { zh: '必须', en: 'required' },
  may: { zh: '可选', en: 'optional' },
  response: { zh: '公共响应参数', en: 'Public response members' },
  responseColumns: { zh: ['名称', '类型', '描述'], en: ['Name', 'Type', 'Description'] },
} as const
