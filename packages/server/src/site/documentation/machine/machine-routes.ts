import type { CachedAnswers } from '#site/documentation/document/cached-answers'
import { gatewayUrlOf } from '#site/documentation/document/document'
import { lastingPage, type PageRoute } from '#site/page-route'
import { llmsText } from './llms-text.ts'
import { openApi } from './openapi.ts'
import { postmanCollection } from './postman.ts'

/** The machine-readable descriptions of the API by path, made for the gateway address the reader used. */
export const machineFiles: Readonly<
  Record<string, Readonly<{ contentType: string; make: (gatewayUrl: string) => string }>>
> = {
  '/openapi.json': {
    contentType: 'application/json; charset=utf-8',
    make: (gatewayUrl) => JSON.stringify(openApi(new URL(gatewayUrl).origin), undefined, 2),
  },
  '/docs/postman.json': {
    contentType: 'application/json; charset=utf-8',
    make: (gatewayUrl) => JSON.stringify(postmanCollection(gatewayUrl), undefined, 2),
  },
  '/docs/llms.txt': {
    contentType: 'text/plain; charset=utf-8',
    make: (gatewayUrl) => llmsText({ gatewayUrl }),
  },
}

export function machineRoutes(cached: CachedAnswers): readonly PageRoute[] {
  return Object.entries(machineFiles).map(([path, { contentType, make }]) => ({
    verb: 'GET',
    path,
    answer(request) {
      const gatewayUrl = gatewayUrlOf(request.headers)
      return cached(`${path} ${gatewayUrl}`, () => lastingPage(make(gatewayUrl), contentType))
    },
  }))
}
