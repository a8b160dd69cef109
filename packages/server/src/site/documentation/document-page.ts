import type { Assets } from '#site/assets'
import { type Html, html } from '#site/html'
import { renderLayout } from '#site/layout'
import type { PageLanguage } from '#site/page-route'
import { type Content, type Document, documentPath, type Section, type View } from './document/document.ts'
import { documentGroups } from './documents/document-list.ts'

/** A page to render. */
export type Shown = Content &
  Readonly<{
    /** Empty for the home page. */
    slug: string
    description: string
    /** The search query, on a page of results. */
    query?: string
  }>

/** Renders a page of the document centre: search form, the page itself, its table of contents and the list of pages. */
export function documentPage(shown: Shown, { language }: View, assets: Assets): Promise<string> {
  const home = documentPath('', language)
  const trail = html`<nav class="trail" aria-label="${texts.trail[language]}"><a href="${home}">${texts.home[language]}</a>${shown.trail.map((name) => html` &gt; ${name}`)}</nav>`
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
${shown.trail.length > 0 && trail}
<h1>${shown.title}</h1>
${shown.body}
</main>
${shown.sections.length > 1 && sectionList(shown.sections, texts.sections[language])}
<nav class="pages beside" id="document-list" aria-label="${texts.pages[language]}">
${documentGroups.map((group) => pageGroup(group, language, shown.slug))}</nav>
</div>`,
    },
    assets,
  )
}

function searchForm(language: PageLanguage, query = ''): Html {
  const label = texts.search[language]
  return html`<form class="search beside" role="search" action="${documentPath('', language)}" method="get">
<label class="unseen" for="search">${label}</label>
<input type="search" id="search" name="q" value="${query}" placeholder="${label}" data-nothing="${texts.nothing[language]}" aria-keyshortcuts="/" autocomplete="off" spellcheck="false" maxlength="200">
<button type="submit">${texts.find[language]}</button>
<a class="button to-list" href="#document-list">${texts.list[language]}</a>
</form>`
}

function sectionList(sections: readonly Section[], title: string): Html {
  return html`<nav class="sections beside" aria-label="${title}"><h2>${title}</h2>
<ul>${sections.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li>`)}</ul></nav>`
}

function pageGroup(group: readonly Document[], language: PageLanguage, current: string): Html {
  const links = group.map(({ slug, kind, title }) => {
    const mark = slug === current && html` aria-current="page"`
    // In a narrow column only the end of a long name distinguishes methods.
    const name = kind === 'method' && html`<small>${slug.replace(/^alibaba\.alihealth\.nr\.crm\./, '…')}</small>`
    return html`<li><a href="${documentPath(slug, language)}"${mark}>${title[language]}${name}</a></li>`
  })
  return html`<h2>${group[0]?.group[language]}</h2>
<ul>${links}</ul>
`
}

const texts = {
  home: { zh: '文档中心', en: 'Documentation' },
  trail: { zh: '当前位置', en: 'Breadcrumb' },
  search: { zh: 'API、字段、错误码', en: 'Method or error' },
  nothing: { zh: '没有找到，按回车看从哪里开始', en: 'Nothing found: Enter shows where to begin' },
  find: { zh: '搜索', en: 'Search' },
  list: { zh: '目录', en: 'All' },
  sections: { zh: '本页目录', en: 'On this page' },
  pages: { zh: '全部文档', en: 'All documents' },
} as const
