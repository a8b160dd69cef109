import { type PageAnswer, type PageRequest, type PageRoute, page } from '../../site/page-route.ts'
import { gatewayUrlOf } from '../gateway-url.ts'
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

export const machineRoutes: readonly PageRoute[] = Object.entries(machineFiles).map(
  ([path, { contentType, make }]) => ({
    verb: 'GET',
    path,
    answer: (request: PageRequest): PageAnswer => page(make(gatewayUrlOf(request.headers)), contentType),
  }),
)
