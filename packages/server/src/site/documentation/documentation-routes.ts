import type { Assets } from '#site/assets'
import {
  lastingPage,
  type PageAnswer,
  type PageLanguage,
  type PageRequest,
  type PageRoute,
  page,
  pageLanguages,
  redirect,
} from '#site/page-route'
import { type CachedAnswers, cacheAnswers } from './document/cached-answers.ts'
import { documentPath, gatewayUrlOf, type View } from './document/document.ts'
import { documentPage, type Shown } from './document-page.ts'
import { centrePages, missingPage, searchPage } from './home-page.ts'
import { machineRoutes } from './machine/machine-routes.ts'
import { searchDocumentation } from './search/document-search.ts'

/** The routes of the document centre. A page is rendered once per language and reader's address, then cached. */
export function documentationRoutes({ assets }: Readonly<{ assets: Assets }>): readonly PageRoute[] {
  const rendering: Rendering = { assets, cached: cacheAnswers() }
  return [
    { verb: 'GET', path: '/', answer: () => redirect('/docs/') },
    { verb: 'GET', path: '/docs', answer: () => redirect('/docs/') },
    { verb: 'GET', path: '/docs/en', answer: () => redirect('/docs/en/') },
    { verb: 'GET', path: '/docs/zh', answer: () => redirect('/docs/') },
    // Chinese is the language without a name; who writes it as English has it gets there.
    ...centrePages.map(({ slug }): PageRoute => {
      return { verb: 'GET', path: `/docs/zh/${slug}`, answer: () => redirect(documentPath(slug, 'zh')) }
    }),
    ...machineRoutes(rendering.cached),
    ...pageLanguages.flatMap((language) => routesIn(language, rendering)),
  ]
}

const maxQueryLength = 200
const maxResults = 50
const maxSuggestions = 12

type Rendering = Readonly<{ assets: Assets; cached: CachedAnswers }>

function routesIn(language: PageLanguage, { assets, cached }: Rendering): readonly PageRoute[] {
  const viewOf = ({ headers }: PageRequest): View => ({ language, gatewayUrl: gatewayUrlOf(headers) })
  const render = async (shown: Omit<Shown, 'slug' | 'description'>, request: PageRequest, status = 200) => {
    const whole = { slug: '', description: shown.title, ...shown }
    return page(await documentPage(whole, viewOf(request), assets), undefined, status)
  }
  const search = async (query: string, request: PageRequest): Promise<PageAnswer> =>
    render({ ...searchPage(query, await searchDocumentation(language, query, maxResults), language), query }, request)
  const suggest = async (query: string) => {
    const found = await searchDocumentation(language, query, maxSuggestions)
    return found.map(({ title, note, path }) => ({ title, note, path }))
  }
  return [
    ...centrePages.map(
      ({ slug, summary, content }): PageRoute => ({
        verb: 'GET',
        path: documentPath(slug, language),
        answer(request) {
          const query = queryOf(request)
          if (slug === '' && query !== '') return search(query, request)
          const view = viewOf(request)
          return cached(`${language} ${slug} ${view.gatewayUrl}`, async () =>
            lastingPage(await documentPage({ ...content(view), slug, description: summary[language] }, view, assets)),
          )
        },
      }),
    ),
    {
      verb: 'GET',
      path: documentPath('search.json', language),
      answer: async (request) =>
        page(JSON.stringify(await suggest(queryOf(request))), 'application/json; charset=utf-8'),
    },
    {
      verb: 'GET',
      path: documentPath('*', language),
      answer: (request) => render(missingPage(language), request, 404),
    },
  ]
}

function queryOf({ query }: PageRequest): string {
  return (query.get('q') ?? '').trim().slice(0, maxQueryLength)
}
