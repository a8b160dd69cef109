import { number as numberField, objectSchema, text as textField } from '@yaoquan/api'
import type { Library } from './library.ts'
import { searchDocuments } from './search-documents.ts'
import { failed, structured, type Tool } from './tool.ts'

const maxResults = 10
/** Characters of a document that are given at once. */
const pieceLength = 20_000

/** Tools for assistants that call tools but read no resources. */
export function documentTools(library: Library): readonly Tool[] {
  return [searchTool(library), readTool(library)]
}

const search = {
  query: textField('query', '签名', '要找的词，以空格分隔，须全部出现', 'Words to find, all of them, apart by blanks', {
    required: true,
    maxLength: 200,
  }),
  language: textField('language', 'zh', '语言，缺省两种', 'Language; both by default', { oneOf: ['zh', 'en'] }),
}

function searchTool(library: Library): Tool {
  return {
    name: 'search_documentation',
    title: '搜索文档 / Search the documents',
    description: `搜索接口文档与指南，最多${maxResults}条 / Full-text search of the API's pages and guides, ${maxResults} results at most`,
    inputSchema: { ...objectSchema(search, 'plain'), additionalProperties: false },
    asksGateway: false,
    async answer(input) {
      const language: unknown = Reflect.get(input, 'language')
      const all = await library.all()
      const searched = language === undefined ? all : all.filter((document) => document.language === language)
      return structured({ results: searchDocuments(searched, String(Reflect.get(input, 'query')), maxResults) })
    },
  }
}

const reading = {
  uri: textField('uri', 'yaoquan://docs/zh/signature', '文档地址', 'Address of the document', {
    required: true,
    maxLength: 200,
  }),
  offset: numberField('offset', 0, '从第几个字符开始，缺省0', 'Character to begin at; 0 by default', {
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
  }),
}

function readTool(library: Library): Tool {
  return {
    name: 'read_documentation',
    title: '阅读文档 / Read a document',
    description: `按地址阅读文档，每次最多${pieceLength}个字符 / A document by the address that search_documentation gave, ${pieceLength} characters at once`,
    inputSchema: { ...objectSchema(reading, 'plain'), additionalProperties: false },
    asksGateway: false,
    async answer(input) {
      const found = await library.find(String(Reflect.get(input, 'uri')))
      if (found === undefined) return failed({ message: '没有该文档 / there is no such document' })
      const start = Number(Reflect.get(input, 'offset') ?? 0)
      const end = start + pieceLength
      return structured({
        text: found.text.slice(start, end),
        ...(end < found.text.length ? { next_offset: end } : {}),
      })
    },
  }
}
