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

const browserName = 'yaoquan_browser'

/** Longer than a leave, so that strangers who guess do not lock out whoever returns. */
const browserDays = 180

/** The value of `Set-Cookie` that lets the browser be known at the next sign-in, also after this session. */
export function browserCookie(request: PageRequest, mark: string): string {
  const secure = isEncrypted(request) ? '; Secure' : ''
  const seconds = browserDays * 24 * 3_600
  return `${browserName}=${mark}; Path=/console/api/session; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure}`
}

/** What `browserCookie` gave. */
export function browserMarkOf({ headers }: PageRequest): string | undefined {
  return new RegExp(`(?:^|;\\s*)${browserName}=([\\w.-]{1,128})(?:;|$)`).exec(headers['cookie'] ?? '')?.[1]
}

/** Only a trusted proxy's `x-forwarded-proto` is among the headers of a page's request. */
function isEncrypted({ headers }: PageRequest): boolean {
  return headers['x-forwarded-proto'] === 'https'
}
