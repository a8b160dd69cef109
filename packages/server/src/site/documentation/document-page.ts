import type { Assets } from '#site/assets'
import { type Html, html } from '#site/html'
import { renderLayout } from '#site/layout'
import type { PageLanguage } from '#site/page-language'
import { type Content, type Document, documentPath, type Section, type View } from './document/document.ts'
import { documentGroups } from './document-list.ts'

type Shown = Content &
  Readonly<{
    /** Empty for the home page. */
    slug: string
    description: string
    /** The search query, on a page of results. */
    query?: string
  }>

/** Renders a page of the document centre: search form, the page itself, its table of contents and the list of pages. */
export function documentPage(shown: Shown, { language }: View, assets: Assets): Promise<string> {
  const text = texts[language]
  const home = documentPath('', language)
  return renderLayout(
    {
      language,
      title: shown.title,
      description: shown.description,
      path: { zh: documentPath(shown.slug, 'zh'), en: documentPath(shown.slug, 'en') },
      part: 'documentation',
      stylesheets: ['documentation'],
      scripts: ['documentation'],
      content: html`<div class="columns documentation">
${searchForm(language, shown.query)}
<main id="content">
${shown.trail.length > 0 && html`<nav class="trail" aria-label="${text.trail}"><a href="${home}">${text.home}</a>${shown.trail.map((name) => html` &gt; ${name}`)}</nav>`}
<h1>${shown.title}</h1>
${shown.body}
</main>
${shown.sections.length > 1 && sectionList(shown.sections, text.sections)}
${pageList(language, shown.slug)}
</div>`,
    },
    assets,
  )
}

function searchForm(language: PageLanguage, query = ''): Html {
  const { search, find, list } = texts[language]
  return html`<form class="search beside" role="search" action="${documentPath('', language)}" method="get">
<label class="unseen" for="search">${search}</label>
<input type="search" id="search" name="q" value="${query}" placeholder="${search}" aria-keyshortcuts="/" autocomplete="off" spellcheck="false" maxlength="200">
<button type="submit">${find}</button>
<a class="button to-list" href="#document-list">${list}</a>
</form>`
}

function sectionList(sections: readonly Section[], title: string): Html {
  return html`<nav class="sections beside" aria-label="${title}"><h2>${title}</h2>
<ul>${sections.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li>`)}</ul></nav>`
}

function pageList(language: PageLanguage, current: string): Html {
  return html`<nav class="pages beside" id="document-list" aria-label="${texts[language].pages}">
${documentGroups.map((group) => pageGroup(group, language, current))}</nav>`
}

function pageGroup(group: readonly Document[], language: PageLanguage, current: string): Html {
  const links = group.map(({ slug, kind, title }) => {
    const mark = slug === current && html` aria-current="page"`
    const name = kind === 'method' && html`<small>${shortName(slug)}</small>`
    return html`<li><a href="${documentPath(slug, language)}"${mark}>${title[language]}${name}</a></li>`
  })
  return html`<h2>${group[0]?.group[language]}</h2>
<ul>${links}</ul>
`
}

/** Shortens the common prefix: in a narrow column only the end of the name distinguishes methods. */
function shortName(methodName: string): string {
  return methodName.replace(/^alibaba\.alihealth\.nr\.crm\./, '…')
}

const texts = {
  zh: {
    home: '文档中心',
    trail: '当前位置',
    search: 'API、字段、错误码',
    find: '搜索',
    list: '目录',
    sections: '本页目录',
    pages: '全部文档',
  },
  en: {
    home: 'Documentation',
    trail: 'Breadcrumb',
    search: 'Method, field, error',
    find: 'Search',
    list: 'All',
    sections: 'On this page',
    pages: 'All documents',
  },
} as const
