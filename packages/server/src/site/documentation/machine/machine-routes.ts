import { gatewayUrlOf } from '#site/documentation/document/gateway-url'
import type { KeptAnswers } from '#site/documentation/document/kept-answers'
import { lastingPage, type PageRoute } from '#site/page-route'
import { llmsText } from './llms-text.ts'
import { openApi } from './openapi.ts'
import { postmanCollection } from './postman.ts'

/** What programs read of the API, by name of its file, for a reader who came by this gateway address. */
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

export function machineRoutes(kept: KeptAnswers): readonly PageRoute[] {
  return Object.entries(machineFiles).map(([path, { contentType, make }]) => ({
    verb: 'GET',
    path,
    answer(request) {
      const gatewayUrl = gatewayUrlOf(request.headers)
      return kept(`${path} ${gatewayUrl}`, () => lastingPage(make(gatewayUrl), contentType))
    },
  }))
}
