import type { Text } from '@yaoquan/api'
import { type Html, html } from '#site/html'
import type { PageLanguage } from '#site/page-route'
import { type Content, type Document, documentPath, type View } from './document/document.ts'
import { documentGroups, documents } from './documents/document-list.ts'
import { guides } from './guides/guides.ts'
import type { SearchEntry } from './search/search-entries.ts'

/** A page of the document centre; the home page has an empty slug. */
export type CentrePage = Readonly<{ slug: string; summary: Text; content: (view: View) => Content }>

/** The home page, then every document. */
export const centrePages: readonly CentrePage[] = [
  { slug: '', summary: { zh: '', en: '' }, content: homePage },
  ...documents,
]

/** The home page: every document with its summary. */
function homePage({ language }: View): Content {
  const text = texts[language]
  const groups = documentGroups.map((group, index) => {
    return { group, id: `group-${index + 1}`, title: group[0]?.group[language] ?? '' }
  })
  return {
    trail: [],
    title: text.title,
    sections: groups,
    body: html`<p class="summary">${text.summary}</p>
<p><a class="button primary" href="${documentPath('quick-start', language)}">${text.start}</a></p>
${groups.map(
  ({ group, id, title }) => html`<h2 id="${id}">${title}</h2>
<dl class="documents">${group.map((document) => documentItem(document, language))}</dl>
`,
)}
<h2 id="machines">${text.machines}</h2>
<ul>
<li><a href="/openapi.json">OpenAPI 3.1</a></li>
<li><a href="/docs/postman.json">${text.postman}</a></li>
<li><a href="/docs/llms.txt">llms.txt</a></li>
</ul>`,
  }
}

function documentItem({ slug, kind, title, summary }: Document, language: PageLanguage): Html {
  const link = html`<a href="${documentPath(slug, language)}">${title[language]}</a>`
  return html`<div><dt>${link}${kind === 'method' && html` <code>${slug}</code>`}</dt><dd>${summary[language]}</dd></div>
`
}

/** The results of a search as a page, for browsers without scripts and for links. */
export function searchPage(query: string, found: readonly SearchEntry[], language: PageLanguage): Content {
  const text = texts[language]
  return {
    trail: [text.results],
    title: `${text.results}: ${query}`,
    sections: [],
    body:
      found.length === 0
        ? html`<p>${text.nothing}</p>
<ul class="results">${guides.map(({ slug, title, summary }) => html`<li><a href="${documentPath(slug, language)}">${title[language]}</a><br><span class="quiet">${summary[language]}</span></li>\n`)}</ul>`
        : html`<ul class="results">${found.map(({ title, note, path }) => html`<li><a href="${path}">${title}</a><br><span class="quiet">${note}</span></li>\n`)}</ul>`,
  }
}

/** The page for an unknown address. */
export function missingPage(language: PageLanguage): Content {
  const text = texts[language]
  return { trail: [], title: text.missing, sections: [], body: html`<p>${text.look}</p>` }
}

const texts = {
  zh: {
    title: '文档中心',
    summary: '药券的全部接口：与淘宝开放平台（TOP）相同的协议、签名与SDK，只需把网关地址换成本服务。',
    start: '快速开始',
    machines: '机器可读的文档',
    postman: 'Postman 集合（自动签名）',
    results: '搜索结果',
    nothing: '没有找到。可以试试API名称、字段名、错误码或其中一部分，也可以从下面的指南开始。',
    missing: '页面不存在',
    look: '请在上方搜索，或从目录中选择。',
  },
  en: {
    title: 'Documentation',
    summary:
      'The whole API of Yaoquan. Protocol, signature and SDKs are those of the Taobao Open Platform (TOP); only the gateway address is different.',
    start: 'Quick start',
    machines: 'Machine-readable documentation',
    postman: 'Postman collection (signs its requests)',
    results: 'Search results',
    nothing:
      'Nothing found. Try the name of a method or field, an error code, or a part of one, or begin with a guide below.',
    missing: 'Page not found',
    look: 'Search above or choose a page from the list.',
  },
} as const
