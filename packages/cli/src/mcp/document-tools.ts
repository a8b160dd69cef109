import { businessErrors, errors, number as numberField, type Text, text as textField } from '@yaoquan/api'
import { language, localized, language as ownLanguage, say } from '#terminal/output'
import { closedSchema, failed, structured, type Tool } from './tool.ts'

const maxResults = 10
/** Maximum number of characters returned per call. */
const pieceLength = 20_000

/** Tools for assistants that can call tools but cannot read resources. */
export function documentTools(library: Library): readonly Tool[] {
  return [searchTool(), readTool(library)]
}

const search = {
  query: textField(
    'query',
    '签名',
    '要找的词；近义词与未写完的词也会找到',
    'Words to find; synonyms and unfinished words find too',
    {
      required: true,
      maxLength: 200,
    },
  ),
  language: textField('language', 'zh', '语言，缺省为中文', 'Language; default: English', { oneOf: ['zh', 'en'] }),
}

function searchTool(): Tool {
  return {
    name: 'search_documentation',
    title: say('搜索文档', 'Search the documentation'),
    description: say(
      `搜索接口文档与指南，最多${maxResults}条`,
      `Full-text search of API pages and guides, at most ${maxResults} results`,
    ),
    inputSchema: closedSchema(search),
    callsGateway: false,
    async answer(input) {
      const chosen: unknown = Reflect.get(input, 'language')
      const language = chosen === 'zh' || chosen === 'en' ? chosen : ownLanguage
      return structured({ results: await searchDocuments(language, String(Reflect.get(input, 'query'))) })
    },
  }
}

const reading = {
  uri: textField('uri', 'yaoquan://docs/zh/signature', '文档地址', 'URI of the document', {
    required: true,
    maxLength: 200,
  }),
  offset: numberField('offset', 0, '从第几个字符开始，缺省0', 'Character to start at; default: 0', {
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
  }),
}

function readTool(library: Library): Tool {
  return {
    name: 'read_documentation',
    title: say('阅读文档', 'Read a document'),
    description: say(
      `按地址阅读文档，每次最多${pieceLength}个字符`,
      `Read a document by the URI returned by search_documentation, at most ${pieceLength} characters per call`,
    ),
    inputSchema: closedSchema(reading),
    callsGateway: false,
    async answer(input) {
      const found = await library.find(String(Reflect.get(input, 'uri')))
      if (found === undefined) return failed({ message: say('没有该文档', 'unknown document') })
      const start = Number(Reflect.get(input, 'offset') ?? 0)
      const end = start + pieceLength
      return structured({
        text: found.text.slice(start, end),
        ...(end < found.text.length ? { next_offset: end } : {}),
      })
    },
  }
}

type FoundDocument = Readonly<{ uri: string; title: string; excerpt: string }>

/** The best result of each document. More results are read than returned, since many may be of one document. */
async function searchDocuments(language: 'zh' | 'en', query: string): Promise<readonly FoundDocument[]> {
  // Loaded on demand, as the documents are.
  const { searchDocumentation } = await import('#server')
  const found = new Map<string, FoundDocument>()
  for (const { title, note, path, text } of await searchDocumentation(language, query, 10 * maxResults)) {
    const uri = uriOf(language, path)
    if (found.size < maxResults && !found.has(uri))
      found.set(uri, { uri, title, excerpt: excerptOf(`${note} ${text}`) })
  }
  return [...found.values()]
}

/** The document of the library at a path of the document centre, without the place in it. */
function uriOf(language: string, path: string): string {
  const [page = ''] = path.split('#')
  return `yaoquan://docs/${language}/${page.replace(/^\/docs\/(en\/)?/, '')}`
}

const excerptLength = 240

function excerptOf(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, excerptLength)
}

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
