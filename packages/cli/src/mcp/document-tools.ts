import { number as numberField, objectSchema, text as textField } from '@yaoquan/api'
import type { Library } from './library.ts'
import { searchDocuments } from './search-documents.ts'
import { failed, structured, type Tool } from './tool.ts'

const maxResults = 10
/** Maximum number of characters returned per call. */
const pieceLength = 20_000

/** Tools for assistants that can call tools but cannot read resources. */
export function documentTools(library: Library): readonly Tool[] {
  return [searchTool(library), readTool(library)]
}

const search = {
  query: textField(
    'query',
    '签名',
    '要找的词，以空格分隔，须全部出现',
    'Words to find, separated by spaces; all must occur',
    {
      required: true,
      maxLength: 200,
    },
  ),
  language: textField('language', 'zh', '语言，缺省为两种', 'Language; default: both', { oneOf: ['zh', 'en'] }),
}

function searchTool(library: Library): Tool {
  return {
    name: 'search_documentation',
    title: '搜索文档 / Search the documentation',
    description: `搜索接口文档与指南，最多${maxResults}条 / Full-text search of API pages and guides, at most ${maxResults} results`,
    inputSchema: { ...objectSchema(search, 'plain'), additionalProperties: false },
    callsGateway: false,
    async answer(input) {
      const language: unknown = Reflect.get(input, 'language')
      const all = await library.all()
      const searched = language === undefined ? all : all.filter((document) => document.language === language)
      return structured({ results: searchDocuments(searched, String(Reflect.get(input, 'query')), maxResults) })
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
    title: '阅读文档 / Read a document',
    description: `按地址阅读文档，每次最多${pieceLength}个字符 / Read a document by the URI returned by search_documentation, at most ${pieceLength} characters per call`,
    inputSchema: { ...objectSchema(reading, 'plain'), additionalProperties: false },
    callsGateway: false,
    async answer(input) {
      const found = await library.find(String(Reflect.get(input, 'uri')))
      if (found === undefined) return failed({ message: '没有该文档 / unknown document' })
      const start = Number(Reflect.get(input, 'offset') ?? 0)
      const end = start + pieceLength
      return structured({
        text: found.text.slice(start, end),
        ...(end < found.text.length ? { next_offset: end } : {}),
      })
    },
  }
}
