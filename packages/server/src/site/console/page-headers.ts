import type { PageAnswer } from '#site/page-route'

type Allowed = Readonly<{
  /** Sources of scripts and styles besides the files of this server. */
  inline?: string
  /** Directives of the policy besides those of every page. */
  more?: readonly string[]
  /** Origins that may use the camera. */
  camera?: '' | 'self'
}>

/** Headers of a page of the console: what is not allowed here is forbidden. */
export function pageHeaders({ inline = '', more = [], camera = '' }: Allowed): NonNullable<PageAnswer['headers']> {
  const policy = [
    "default-src 'none'",
    `script-src 'self'${inline}`,
    `style-src 'self'${inline}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    ...more,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'same-origin',
    'permissions-policy': `camera=(${camera}), geolocation=(), microphone=()`,
  }
}
