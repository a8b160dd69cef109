import { number as numberField, text as textField } from '@yaoquan/api'
import { language as ownLanguage, say } from '#terminal/language'
import type { Library, LibraryDocument } from './library.ts'
import { closedSchema, failed, structured, type Tool } from './tool.ts'

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
  language: textField('language', 'zh', '语言，缺省为中文', 'Language; default: English', { oneOf: ['zh', 'en'] }),
}

function searchTool(library: Library): Tool {
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
      const language: unknown = Reflect.get(input, 'language') ?? ownLanguage
      const searched = (await library.all()).filter((document) => document.language === language)
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

const excerptLength = 240
/** Further occurrences of a word do not raise the rank: they only show that the document is long. */
const maxOccurrences = 20

/**
 * Finds documents that contain every word of the query, ignoring case. Documents with the words in title or URI come first, then
 * those that contain them more often.
 */
function searchDocuments(
  documents: readonly LibraryDocument[],
  query: string,
  limit: number,
): readonly FoundDocument[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return documents
    .map((document) => ({ document, rank: rankOf(document, words) }))
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => b.rank - a.rank)
    .slice(0, limit)
    .map(({ document: { uri, title, text } }) => ({ uri, title, excerpt: excerptOf(text, words) }))
}

/** @returns 0 if a word is missing */
function rankOf({ uri, title, summary, text }: LibraryDocument, words: readonly string[]): number {
  const name = `${uri} ${title}`.toLowerCase()
  const whole = `${name} ${summary} ${text}`.toLowerCase()
  const counts = words.map((word) => Math.min(maxOccurrences, whole.split(word).length - 1))
  if (counts.length === 0 || counts.includes(0)) return 0
  const named = words.filter((word) => name.includes(word)).length
  return named * maxOccurrences * words.length + counts.reduce((sum, count) => sum + count, 0)
}

function excerptOf(text: string, words: readonly string[]): string {
  const lower = text.toLowerCase()
  const places = words.map((word) => lower.indexOf(word)).filter((place) => place >= 0)
  const start = Math.max(0, Math.min(...places, text.length) - excerptLength / 4)
  return text.slice(places.length === 0 ? 0 : start).slice(0, excerptLength)
}
