export type RequestTarget = Readonly<{
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
