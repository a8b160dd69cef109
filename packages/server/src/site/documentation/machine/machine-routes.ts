import type { CachedAnswers } from '#site/documentation/document/cached-answers'
import { gatewayUrlOf } from '#site/documentation/document/document'
import { lastingPage, type PageRoute } from '#site/page-route'
import { llmsText } from './llms-text.ts'
import { openApi } from './openapi.ts'
import { postmanCollection } from './postman.ts'

type MachineFile = Readonly<{ contentType: string; make: (gatewayUrl: string) => string }>

/** The machine-readable descriptions of the API by path, made for the gateway address the reader used. */
export const machineFiles: Readonly<Record<string, MachineFile>> = {
  '/openapi.json': jsonFile((gatewayUrl) => openApi(new URL(gatewayUrl).origin)),
  '/docs/postman.json': jsonFile(postmanCollection),
  '/docs/llms.txt': { contentType: 'text/plain; charset=utf-8', make: (gatewayUrl) => llmsText({ gatewayUrl }) },
}

function jsonFile(describe: (gatewayUrl: string) => object): MachineFile {
  return {
    contentType: 'application/json; charset=utf-8',
    make: (gatewayUrl) => JSON.stringify(describe(gatewayUrl), undefined, 2),
  }
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
