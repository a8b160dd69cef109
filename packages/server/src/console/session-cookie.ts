import type { PageRequest } from '#site/page-route'

const name = 'yaoquan_console'

/** Scripts cannot read it, other sites cannot send it, and other pages of this site do not get it. */
const attributes = 'Path=/console; HttpOnly; SameSite=Strict'

/** The value of `Set-Cookie` that gives a browser a token. @param maxAgeSeconds 0 takes it away */
export function sessionCookie(request: PageRequest, token: string, maxAgeSeconds: number): string {
  const secure = isEncrypted(request) ? '; Secure' : ''
  return `${name}=${token}; ${attributes}; Max-Age=${maxAgeSeconds}${secure}`
}

/** The token that a request brings. */
export function tokenOf({ headers }: PageRequest): string | undefined {
  return new RegExp(`(?:^|;\\s*)${name}=([\\w-]{43})(?:;|$)`).exec(headers['cookie'] ?? '')?.[1]
}

/** Only a trusted proxy's `x-forwarded-proto` is among the headers of a page's request. */
function isEncrypted({ headers }: PageRequest): boolean {
  return headers['x-forwarded-proto'] === 'https'
}
