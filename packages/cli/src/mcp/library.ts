import { businessErrors, errors, type Text } from '@yaoquan/api'
import { language, localized, say } from '#terminal/language'

export type LibraryDocument = Readonly<{
  uri: string
  language: keyof Text
  title: string
  summary: string
  mimeType: 'text/markdown' | 'application/json'
  text: string
}>

/** The documents that assistants can read. */
export type Library = Readonly<{
  all: () => Promise<readonly LibraryDocument[]>
  find: (uri: string) => Promise<LibraryDocument | undefined>
}>

/** Opens the document centre as a library; it is rendered on first use. @param gatewayUrl the gateway its examples call */
export function openLibrary(gatewayUrl: string): Library {
  let documents: Promise<readonly LibraryDocument[]> | undefined
  const all = () => {
    documents ??= makeDocuments(gatewayUrl)
    return documents
  }
  return { all, find: async (uri) => (await all()).find((document) => document.uri === uri) }
}

async function makeDocuments(gatewayUrl: string): Promise<readonly LibraryDocument[]> {
  // Loaded on demand: the documents are part of the server's code, which assistants that only call methods do not need.
  const { markdownDocuments } = await import('#server')
  const documents = await markdownDocuments(gatewayUrl)
  const pages = documents.map(({ slug, ...document }) => ({
    ...document,
    uri: `yaoquan://docs/${document.language}/${slug}`,
    mimeType: 'text/markdown' as const,
  }))
  return [...pages, errorTable]
}

/** The table of errors, in the language of this process. */
const errorTable: LibraryDocument = {
  uri: 'yaoquan://errors',
  language,
  title: say('错误码表', 'Error table'),
  summary: say('网关与业务的全部错误码，附原因与解决方案', 'all error codes with causes and solutions'),
  mimeType: 'application/json',
  text: JSON.stringify(
    { gateway: Object.values(errors), business: Object.values(businessErrors) },
    (_name, value: unknown) => (isText(value) ? localized(value) : value),
    1,
  ),
}

function isText(value: unknown): value is Text {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value
}
