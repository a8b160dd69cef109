import type { IncomingMessage } from 'node:http'
import { type HttpAnswer, jsonAnswer, textAnswer } from './write-answer.ts'

/** One path of the server, and what answers it. A GET route answers HEAD as well. */
export type Route = Readonly<{
  verb: 'GET' | 'POST' | 'DELETE'
  /** Segments `:name` match one segment each, `*` at the end matches the rest; other characters match themselves. */
  path: string
  /** @returns undefined when the caller is gone */
  answer: (request: RoutedRequest) => HttpAnswer | undefined | Promise<HttpAnswer | undefined>
}>

export type RoutedRequest = Readonly<{ request: IncomingMessage; target: RequestTarget; parameters: PathParameters }>

/** Decoded values of the `:name` segments of a path. */
type PathParameters = Readonly<Record<string, string>>

type FoundRoute = Readonly<{ route: Route; parameters: PathParameters }>

/**
 * Finds the route of a request. An exact path comes before one with parameters, and that before one that ends in `*`.
 * Almost all paths are exact, so a router library would buy little.
 */
export class RouteTable {
  readonly #exact = new Map<string, Route>()
  readonly #patterns: readonly Readonly<{ route: Route; pattern: RegExp }>[]

  constructor(routes: readonly Route[]) {
    for (const route of routes) if (!isPattern(route)) this.#exact.set(`${route.verb} ${route.path}`, route)
    this.#patterns = routes
      .filter(isPattern)
      .toSorted((a, b) => Number(a.path.endsWith('*')) - Number(b.path.endsWith('*')) || b.path.length - a.path.length)
      .map((route) => ({ route, pattern: patternOf(route.path) }))
  }

  /** @param path as sent. @returns undefined when no route matches, as for a path with broken percent-encoding */
  find(method: string, path: string): FoundRoute | undefined {
    const verb = method === 'HEAD' ? 'GET' : method
    try {
      const exact = this.#exact.get(`${verb} ${decodeURI(path)}`)
      if (exact !== undefined) return { route: exact, parameters: {} }
      for (const { route, pattern } of this.#patterns) {
        const match = route.verb === verb ? pattern.exec(path) : null
        if (match !== null) return { route, parameters: decoded(match.groups) }
      }
    } catch (error) {
      if (!(error instanceof URIError)) throw error
    }
    return undefined
  }
}

function isPattern({ path }: Route): boolean {
  return path.includes('/:') || path.endsWith('*')
}

function patternOf(path: string): RegExp {
  const escaped = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replace(/:(\w+)/g, '(?<$1>[^/]+)').replace(/\*$/, '.*')}$`)
}

function decoded(groups: PathParameters = {}): PathParameters {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]))
}

/**
 * The answer of the route that a request names: 404 when there is none, 500 when the route throws.
 * @returns undefined when the caller is gone
 */
export async function answerRoute(
  request: IncomingMessage,
  table: RouteTable,
  onFault: (error: unknown) => void,
): Promise<HttpAnswer | undefined> {
  const target = requestTarget(request.url ?? '')
  const found = table.find(request.method ?? '', target.path)
  if (found === undefined) return textAnswer(404, '404 Not Found')
  try {
    return await found.route.answer({ request, target, parameters: found.parameters })
  } catch (error) {
    onFault(error)
    // Scripts of pages read JSON.
    if (found.route.verb !== 'GET') return jsonAnswer(500, { error: 'Internal Server Error' })
    return textAnswer(500, '500 Internal Server Error')
  }
}

type RequestTarget = Readonly<{
  /** Path as sent, percent-encoded; an absolute-form target without scheme and authority. */
  path: string
  queryString: string
}>

export function requestTarget(url: string): RequestTarget {
  const mark = url.indexOf('?')
  const target = mark < 0 ? url : url.slice(0, mark)
  return {
    path: target.startsWith('/') ? target : pathOfAbsolute(target),
    queryString: mark < 0 ? '' : url.slice(mark + 1),
  }
}

/**
 * One spelling for the paths of calls: single slashes, none at the end. SDKs and proxies send `//router/rest` and
 * `/router/rest/`, which mean the same.
 */
export function normalizedPath(path: string): string {
  const single = path.includes('//') ? path.replace(/\/{2,}/g, '/') : path
  return single.length > 1 && single.endsWith('/') ? single.slice(0, -1) : single
}

/** Path of `scheme://authority/path`; any other text stays unchanged. */
function pathOfAbsolute(target: string): string {
  const authority = /^https?:\/\//i.exec(target)?.[0].length
  if (authority === undefined) return target
  const slash = target.indexOf('/', authority)
  return slash < 0 ? '/' : target.slice(slash)
}
