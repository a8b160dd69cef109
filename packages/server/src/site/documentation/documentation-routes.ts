import type { Assets } from '#site/assets'
import type { PageLanguage } from '#site/page-language'
import { lastingPage, type PageAnswer, type PageRequest, type PageRoute, page, redirect } from '#site/page-route'
import { type CachedAnswers, cacheAnswers } from './document/cached-answers.ts'
import { type Content, documentPath, type View } from './document/document.ts'
import { gatewayUrlOf } from './document/gateway-url.ts'
import { documents } from './document-list.ts'
import { documentPage } from './document-page.ts'
import { findEntries } from './find-entries.ts'
import { homePage, missingPage, searchPage } from './home-page.ts'
import { machineRoutes } from './machine/machine-routes.ts'
import { searchEntries } from './search-entries.ts'

const languages = ['zh', 'en'] as const

/** The routes of the document centre. A page is rendered once per language and reader's address, then cached. */
export function documentationRoutes({ assets }: Readonly<{ assets: Assets }>): readonly PageRoute[] {
  const rendering: Rendering = { assets, cached: cacheAnswers() }
  return [
    { verb: 'GET', path: '/', answer: () => redirect('/docs/') },
    { verb: 'GET', path: '/docs', answer: () => redirect('/docs/') },
    { verb: 'GET', path: '/docs/en', answer: () => redirect('/docs/en/') },
    ...machineRoutes(rendering.cached),
    ...languages.flatMap((language) => routesIn(language, rendering)),
  ]
}

const maxQueryLength = 200
const maxResults = 50
const maxSuggestions = 12

type Rendering = Readonly<{ assets: Assets; cached: CachedAnswers }>

function routesIn(language: PageLanguage, rendering: Rendering): readonly PageRoute[] {
  const entries = searchEntries(language)
  const suggest = (query: string) =>
    findEntries(entries, query, maxSuggestions).map(({ words: _words, ...shown }) => shown)
  return [
    {
      verb: 'GET',
      path: documentPath('', language),
      answer: (request) => {
        const query = queryOf(request)
        if (query === '') return cachedPage(rendering, { request, language, slug: '', content: homePage })
        const content = searchPage(query, findEntries(entries, query, maxResults), language)
        return uncachedPage(rendering, { request, language, content, query, status: 200 })
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
        answer: (request) => cachedPage(rendering, { request, language, slug, content }),
      }),
    ),
    {
      verb: 'GET',
      path: documentPath('*', language),
      answer: (request) => uncachedPage(rendering, { request, language, content: missingPage(language), status: 404 }),
    },
  ]
}

type DocumentRequest = Readonly<{
  request: PageRequest
  language: PageLanguage
  slug: string
  content: (view: View) => Content
}>

function cachedPage(
  { assets, cached }: Rendering,
  { request, language, slug, content }: DocumentRequest,
): Promise<PageAnswer> {
  const view = { language, gatewayUrl: gatewayUrlOf(request.headers) }
  const description = documents.find((document) => document.slug === slug)?.summary[language] ?? ''
  return cached(`${language} ${slug} ${view.gatewayUrl}`, async () =>
    lastingPage(await documentPage({ ...content(view), slug, description }, view, assets)),
  )
}

type UncachedRequest = Readonly<{
  request: PageRequest
  language: PageLanguage
  content: Content
  query?: string
  status: number
}>

async function uncachedPage(
  { assets }: Rendering,
  { request, language, content, query, status }: UncachedRequest,
): Promise<PageAnswer> {
  const view = { language, gatewayUrl: gatewayUrlOf(request.headers) }
  const shown = { ...content, slug: '', description: content.title, ...(query === undefined ? {} : { query }) }
  return page(await documentPage(shown, view, assets), undefined, status)
}

function queryOf({ query }: PageRequest): string {
  return (query.get('q') ?? '').trim().slice(0, maxQueryLength)
}
