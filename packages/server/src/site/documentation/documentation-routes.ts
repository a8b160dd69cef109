import type { Assets } from '#site/assets'
import type { PageLanguage } from '#site/page-language'
import { lastingPage, type PageAnswer, type PageRequest, type PageRoute, page, redirect } from '#site/page-route'
import { type Content, documentPath, type View } from './document/document.ts'
import { gatewayUrlOf } from './document/gateway-url.ts'
import { type KeptAnswers, keepAnswers } from './document/kept-answers.ts'
import { documents } from './document-list.ts'
import { documentPage } from './document-page.ts'
import { findEntries } from './find-entries.ts'
import { firstPage, missingPage, searchPage } from './first-page.ts'
import { machineRoutes } from './machine/machine-routes.ts'
import { searchEntries } from './search-entries.ts'

const languages = ['zh', 'en'] as const

/** Every page of the document centre. A page is made once per address that readers come by, and kept. */
export function documentationRoutes({ assets }: Readonly<{ assets: Assets }>): readonly PageRoute[] {
  const desk: Desk = { assets, kept: keepAnswers() }
  return [
    { verb: 'GET', path: '/', answer: () => redirect('/docs/') },
    { verb: 'GET', path: '/docs', answer: () => redirect('/docs/') },
    { verb: 'GET', path: '/docs/en', answer: () => redirect('/docs/en/') },
    ...machineRoutes(desk.kept),
    ...languages.flatMap((language) => routesIn(language, desk)),
  ]
}

const maxQueryLength = 200
const maxResults = 50
const maxSuggestions = 12

type Desk = Readonly<{ assets: Assets; kept: KeptAnswers }>

function routesIn(language: PageLanguage, desk: Desk): readonly PageRoute[] {
  const entries = searchEntries(language)
  const suggest = (query: string) =>
    findEntries(entries, query, maxSuggestions).map(({ words: _words, ...shown }) => shown)
  return [
    {
      verb: 'GET',
      path: documentPath('', language),
      answer: (request) => {
        const query = queryOf(request)
        if (query === '') return keptPage(desk, { request, language, slug: '', content: firstPage })
        const content = searchPage(query, findEntries(entries, query, maxResults), language)
        return answerOnce(desk, { request, language, content, query, status: 200 })
      },
    },
    {
      verb: 'GET',
      path: documentPath('search.json', language),
      answer: (request) => page(JSON.stringify(suggest(queryOf(request))), 'application/json; charset=utf-8'),
    },
    ...documents.map(
      ({ slug, content }): PageRoute => ({
        verb: 'GET',
        path: documentPath(slug, language),
        answer: (request) => keptPage(desk, { request, language, slug, content }),
      }),
    ),
    {
      verb: 'GET',
      path: documentPath('*', language),
      answer: (request) => answerOnce(desk, { request, language, content: missingPage(language), status: 404 }),
    },
  ]
}

type Wanted = Readonly<{
  request: PageRequest
  language: PageLanguage
  slug: string
  content: (view: View) => Content
}>

function keptPage({ assets, kept }: Desk, { request, language, slug, content }: Wanted): Promise<PageAnswer> {
  const view = { language, gatewayUrl: gatewayUrlOf(request.headers) }
  const description = documents.find((document) => document.slug === slug)?.summary[language] ?? ''
  return kept(`${language} ${slug} ${view.gatewayUrl}`, async () =>
    lastingPage(await documentPage({ ...content(view), slug, description }, view, assets)),
  )
}

type Passing = Readonly<{
  request: PageRequest
  language: PageLanguage
  content: Content
  query?: string
  status: number
}>

async function answerOnce(
  { assets }: Desk,
  { request, language, content, query, status }: Passing,
): Promise<PageAnswer> {
  const view = { language, gatewayUrl: gatewayUrlOf(request.headers) }
  const shown = { ...content, slug: '', description: content.title, ...(query === undefined ? {} : { query }) }
  return page(await documentPage(shown, view, assets), undefined, status)
}

function queryOf({ query }: PageRequest): string {
  return (query.get('q') ?? '').trim().slice(0, maxQueryLength)
}
