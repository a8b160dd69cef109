export type RequestTarget = Readonly<{
  /** Beginning with one slash, without doubled slashes and without one at the end. */
  path: string
  /** What follows the question mark, without it. */
  queryString: string
}>

/**
 * The target of a request line, normalised: SDKs and proxies send `//router/rest`, `/router/rest/` and, in absolute form,
 * `http://host/router/rest`, which all mean the same path.
 * @param url as node:http gives it; any text
 */
export function requestTarget(url: string): RequestTarget {
  const mark = url.indexOf('?')
  const target = mark < 0 ? url : url.slice(0, mark)
  return { path: normalised(target), queryString: mark < 0 ? '' : url.slice(mark + 1) }
}

function normalised(target: string): string {
  const path = target.startsWith('/') ? target : pathOfAbsolute(target)
  const single = path.includes('//') ? path.replace(/\/{2,}/g, '/') : path
  return single.length > 1 && single.endsWith('/') ? single.slice(0, -1) : single
}

/** Of `scheme://authority/path`; what is neither that nor a path stays as it is. */
function pathOfAbsolute(target: string): string {
  const authority = /^https?:\/\//i.exec(target)?.[0].length
  if (authority === undefined) return target
  const slash = target.indexOf('/', authority)
  return slash < 0 ? '/' : target.slice(slash)
}
