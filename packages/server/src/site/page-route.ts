/** The parts of an HTTP request that pages need. */
export type PageRequest = Readonly<{
  path: string
  query: URLSearchParams
  /** Values of the `:names` in the route's path; `*` is the rest of it. */
  parameters: Readonly<Record<string, string>>
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>
  /** The form or JSON text of a POST; empty for the others and where the route takes a file. */
  body: string
  /**
   * Reads the body of a route that takes a file. Nothing of it is kept before this is called.
   * @param mayKeep called before each piece is kept; once it says no, the outcome is `no-room`
   */
  readFile: (
    maxBytes: number,
    mayKeep?: (bytes: number) => boolean,
  ) => Promise<Uint8Array | 'too-large' | 'no-room' | 'gone'>
  /** Address of the client; that which a trusted proxy names, if one does. */
  ip: string
  /** What limits count the client by: its address, or the /64 of an IPv6 address. */
  client: string
}>

export type PageAnswer = Readonly<{
  status: number
  contentType: string
  body: Uint8Array
  /**
   * Rest of an answer that is too long for memory. A piece is read when the client can take it; the iterator is returned when the client
   * leaves. If it throws, the connection ends before the answer is complete.
   */
  rest?: AsyncIterable<Uint8Array>
  /** Value of `Cache-Control`. */
  cacheControl: string
  /** Whether later requests get the same bytes object. The server then compresses it once, at the highest level. */
  isLasting: boolean
  headers?: Readonly<Record<string, string | string[]>>
  /** The body as the build compressed it; what is missing is compressed on request. */
  packed?: Readonly<{ br?: Uint8Array | undefined; gzip?: Uint8Array | undefined }>
}>

/** One page or file that people read with a browser. A GET route answers HEAD as well. */
export type PageRoute = Readonly<{
  verb: 'GET' | 'POST' | 'DELETE'
  /** May contain `:name` segments and end in `*`. */
  path: string
  /** The answer reads the body of a POST itself, by `readFile`. */
  takesFile?: boolean
  answer: (request: PageRequest) => PageAnswer | Promise<PageAnswer>
}>

/** A page that stays the same while the server runs. Browsers revalidate it on every request. */
export function lastingPage(text: string, contentType = 'text/html; charset=utf-8'): PageAnswer {
  return { ...page(text, contentType), isLasting: true }
}

/** A text in UTF-8. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text)
}

const encoder = new TextEncoder()

/** A page rendered for one request. */
export function page(text: string, contentType = 'text/html; charset=utf-8', status = 200): PageAnswer {
  return { status, contentType, body: bytesOf(text), cacheControl: 'no-cache', isLasting: false }
}

/** The answer under an address that has nothing. */
export function noSuchPage(): PageAnswer {
  return page('404 Not Found', 'text/plain; charset=utf-8', 404)
}

/** @param location a path on this server */
export function redirect(location: string): PageAnswer {
  return { ...page('', 'text/plain; charset=utf-8', 302), headers: { location } }
}

/** The languages of pages. Chinese is the default. */
export const pageLanguages = ['zh', 'en'] as const

export type PageLanguage = (typeof pageLanguages)[number]

/** A text in each language. */
export type Localized = Readonly<Record<PageLanguage, string>>

/** The value of `lang`. */
export const languageTag = { zh: 'zh-CN', en: 'en' } as const

/** What a language calls itself, for links to it. */
export const languageName = { zh: '中文', en: 'English' } as const

/**
 * The language of a page that has one address for all: that which the address names, otherwise the one of these that the browser likes best.
 * @param named value of the parameter `lang`
 * @param accepted the header `Accept-Language`
 */
export function chosenLanguage(named: string | null, accepted: string | undefined): PageLanguage {
  return pageLanguages.find((name) => name === named) ?? acceptedLanguage(accepted ?? '')
}

/** @returns Chinese where the browser names neither */
function acceptedLanguage(accepted: string): PageLanguage {
  const weighed = accepted.split(',').map((part) => {
    const [tag = '', weight] = part.split(/;\s*q=/)
    return { tag: tag.trim().toLowerCase().split('-')[0], weight: Number(weight ?? 1) }
  })
  const liked = weighed.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight)
  return liked.flatMap(({ tag }) => pageLanguages.filter((name) => name === tag))[0] ?? 'zh'
}

/** JSON that no cache keeps. */
export function json(value: unknown, status = 200, headers: PageAnswer['headers'] = {}): PageAnswer {
  const answer = page(JSON.stringify(value), 'application/json; charset=utf-8', status)
  return { ...answer, cacheControl: 'no-store', headers }
}

/** The members of a JSON object; undefined for anything else. */
export function membersOf(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
