import { LRUCache } from 'lru-cache'
import type { Assets } from '../site/assets.ts'
import type { PageLanguage } from '../site/page-language.ts'
import { lastingPage, type PageAnswer, type PageRequest, type PageRoute, page, redirect } from '../site/page-route.ts'
import { type Content, documentPath, type View } from './document.ts'
import { documents } from './document-list.ts'
import { documentPage } from './document-page.ts'
import { firstPage, missingPage, searchPage } from './first-page.ts'
import { gatewayUrlOf } from './gateway-url.ts'
import { machineRoutes } from './machine/machine-routes.ts'
import { findEntries } from './search/find-entries.ts'
import { searchEntries } from './search/search-entries.ts'

const languages = ['zh', 'en'] as const

/** Every page of the document centre. A page is made once per address that readers come by, and kept. */
export function documentationRoutes({ assets }: Readonly<{ assets: Assets }>): readonly PageRoute[] {
  const desk: Desk = { assets, kept: new LRUCache({ max: maxKeptPages }) }
  return [
    { verb: 'GET', path: '/', answer: () => redirect('/docs/') },
    { verb: 'GET', path: '/docs', answer: () => redirect('/docs/') },
    { verb: 'GET', path: '/docs/en', answer: () => redirect('/docs/en/') },
    ...machineRoutes,
    ...languages.flatMap((language) => routesIn(language, desk)),
  ]
}

/** All pages in both languages for a dozen addresses. */
const maxKeptPages = 1_000
const maxQueryLength = 200
const maxResults = 50
const maxSuggestions = 12

type Desk = Readonly<{ assets: Assets; kept: LRUCache<string, Promise<PageAnswer>> }>

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
        if (query === '') return kept(desk, { request, language, slug: '', content: firstPage })
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
        answer: (request) => kept(desk, { request, language, slug, content }),
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

function kept({ assets, kept: answers }: Desk, { request, language, slug, content }: Wanted): Promise<PageAnswer> {
  const view = { language, gatewayUrl: gatewayUrlOf(request.headers) }
  const key = `${language} ${slug} ${view.gatewayUrl}`
  const known = answers.get(key)
  if (known !== undefined) return known
  const summary = documents.find((document) => document.slug === slug)?.summary[language] ?? ''
  const made = documentPage({ ...content(view), slug, description: summary }, view, assets).then((text) =>
    lastingPage(text),
  )
  answers.set(key, made)
  return made
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
