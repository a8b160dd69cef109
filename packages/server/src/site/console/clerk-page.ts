import { type PageAnswer, page } from '#site/page-route'
import { noncePlaceholder } from './nonce-placeholder.ts'
import { pageHeaders } from './page-headers.ts'

/**
 * The page of the clerk's mode. All its styles are in a file, so it needs no nonce, and a phone may keep it for when there is no network. It is
 * the one page that may ask for the camera, to scan codes.
 */
export function clerkPage(html: string): PageAnswer {
  return {
    ...page(html.replaceAll(` nonce="${noncePlaceholder}"`, '')),
    headers: pageHeaders({ more: ["manifest-src 'self'", "worker-src 'self'"], camera: 'self' }),
  }
}
