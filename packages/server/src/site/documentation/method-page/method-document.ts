import type { MethodDefinition, Text } from '@yaoquan/api'
import { sampleTabs } from '#site/documentation/document/code-samples'
import { type Content, type Document, documentPath, type View } from '#site/documentation/document/document'
import { publicParameterTables } from '#site/documentation/document/public-parameters'
import { type Html, html } from '#site/html'
import { exampleError, exampleResponse } from './examples.ts'
import { fieldTable } from './field-table.ts'
import { requestSamples } from './request-samples.ts'
import { accessSection, errorCodeSection, faqSection, toolSection } from './sections.ts'

/** The page of one method, with the sections of TOP's document centre in the same order. */
export function methodDocument(definition: MethodDefinition): Document {
  return {
    slug: definition.name,
    kind: 'method',
    title: definition.title,
    summary: definition.description,
    group: definition.category,
    content: (view) => methodContent(definition, view),
  }
}

function methodContent(definition: MethodDefinition, view: View): Content {
  const { language } = view
  const sections = parts.map(({ id, title }) => ({ id, title: title[language] }))
  return {
    trail: [trailNames[language], definition.category[language]],
    title: `${definition.name} (${definition.title[language]})`,
    sections,
    body: html`<p class="summary">${definition.description[language]}</p>
${labels(definition, view)}
${parts.map(
  ({ id, title, render }) => html`<section aria-labelledby="${id}">
<h2 id="${id}"><a class="anchor" href="#${id}">${title[language]}</a></h2>
${render(definition, view)}
</section>
`,
)}
<p class="to-top"><a href="#content">${toTop[language]}</a></p>`,
  }
}

type Part = Readonly<{ id: string; title: Text; render: (definition: MethodDefinition, view: View) => Html }>

/** The sections of every method page, in TOP's order. */
const parts: readonly Part[] = [
  {
    id: 'public-parameters',
    title: { zh: '公共参数', en: 'Public parameters' },
    render: (_, view) => publicParameters(view),
  },
  {
    id: 'request',
    title: { zh: '请求参数', en: 'Request parameters' },
    render: ({ request }, { language }) => fieldTable(request, { language, kind: 'request' }),
  },
  {
    id: 'response',
    title: { zh: '响应参数', en: 'Response parameters' },
    render: ({ response }, { language }) => fieldTable(response, { language, kind: 'response' }),
  },
  { id: 'request-sample', title: { zh: '请求示例', en: 'Request samples' }, render: requestSamples },
  { id: 'response-sample', title: { zh: '响应示例', en: 'Response samples' }, render: responseSamples },
  { id: 'error-sample', title: { zh: '异常示例', en: 'Error samples' }, render: (_, view) => errorSamples(view) },
  { id: 'error-codes', title: { zh: '错误码解释', en: 'Error codes' }, render: errorCodeSection },
  { id: 'tools', title: { zh: 'API工具', en: 'API tools' }, render: toolSection },
  { id: 'access', title: { zh: '如何获得此API', en: 'How to get this API' }, render: accessSection },
  { id: 'faq', title: { zh: 'FAQ', en: 'FAQ' }, render: faqSection },
]

function publicParameters(view: View): Html {
  const { open, guide } = publicTexts[view.language]
  return html`<details>
<summary>${open}</summary>
${publicParameterTables(view)}
</details>
<p><a href="${documentPath('public-parameters', view.language)}">${guide}</a></p>`
}

function responseSamples(definition: MethodDefinition, { language }: View): Html {
  return sampleTabs('format', [
    { id: 'response-xml', label: names.xml[language], text: exampleResponse(definition, 'xml'), highlight: 'xml' },
    { id: 'response-json', label: names.json[language], text: exampleResponse(definition, 'json'), highlight: 'json' },
    {
      id: 'response-simplified',
      label: names.simplified[language],
      text: exampleResponse(definition, 'simplified'),
      highlight: 'json',
      notes: [simplifiedNote[language]],
    },
  ])
}

function errorSamples({ language }: View): Html {
  return sampleTabs('format', [
    { id: 'error-xml', label: names.xml[language], text: exampleError('xml'), highlight: 'xml' },
    { id: 'error-json', label: names.json[language], text: exampleError('json'), highlight: 'json' },
  ])
}

function labels({ scope, effect, isOncePerContent }: MethodDefinition, { language }: View): Html {
  const texts = [labelTexts.scope[scope], isOncePerContent ? labelTexts.oncePerContent : labelTexts.effect[effect]]
  return html`<ul class="labels">${texts.map((text) => html`<li>${text[language]}</li>`)}</ul>`
}

const trailNames = { zh: 'API类目', en: 'APIs by category' } as const
const toTop = { zh: '返回顶部', en: 'Back to the top' } as const

const publicTexts = {
  zh: { open: '展开公共参数：请求地址、公共请求参数、公共响应参数', guide: '公共参数详细说明' },
  en: {
    open: 'Show gateway address, public request parameters and public response members',
    guide: 'More about public parameters',
  },
} as const

const names = {
  xml: { zh: 'XML示例', en: 'XML' },
  json: { zh: 'JSON示例', en: 'JSON' },
  simplified: { zh: '精简JSON示例', en: 'Simplified JSON' },
} as const

const simplifiedNote = {
  zh: '请求时传 format=json 与 simplify=true',
  en: 'Returned for format=json with simplify=true',
} as const

const labelTexts = {
  scope: {
    seller: { zh: '可选授权：服务多个连锁的应用需传 session', en: 'session: only for apps that serve several sellers' },
    none: { zh: '不需用户授权', en: 'no session needed' },
  },
  effect: {
    read: { zh: '只读，可以随时重试', en: 'read; retry at any time' },
    write: { zh: '写操作，同一 out_request_no 只生效一次', en: 'write; takes effect once per out_request_no' },
  },
  oncePerContent: { zh: '写操作，同一内容只生效一次', en: 'write; takes effect once per content' },
} as const
