import type { PageRequest } from '#site/page-route'

/**
 * Whether a request comes from a page of this server: it has a header and a content type that pages of other sites may not
 * send, and where the browser says from which page it comes, that is one of ours. The cookie is strict besides.
 */
export function isOwnRequest(request: PageRequest): boolean {
  const { headers, body } = request
  // A file is read after this check; the header alone keeps pages of other sites from sending one.
  const isJson = body === '' || /^application\/json\b/i.test(headers['content-type'] ?? '')
  return headers['x-yaoquan-console'] === '1' && isJson && isFromOwnPage(request)
}

/** Whether a request comes from a page of this server, as far as the browser says. */
export function isFromOwnPage({ headers }: PageRequest): boolean {
  const site = headers['sec-fetch-site']
  return (site === undefined || site === 'same-origin') && isOwnOrigin(headers)
}

function isOwnOrigin(headers: PageRequest['headers']): boolean {
  const { origin } = headers
  if (origin === undefined) return true
  return URL.parse(origin)?.host === (headers['x-forwarded-host'] ?? headers['host'])
}
