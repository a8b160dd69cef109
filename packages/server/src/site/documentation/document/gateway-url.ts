/**
 * The gateway URL at the address the reader used, so that samples on the page run unchanged. Behind a proxy the address is taken
 * from `X-Forwarded-Host` and `X-Forwarded-Proto`.
 */
export function gatewayUrlOf(headers: Readonly<Record<string, string | undefined>>): string {
  const host = headers['x-forwarded-host'] ?? headers['host'] ?? ''
  const scheme = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http'
  return `${scheme}://${isHost(host) ? host : '127.0.0.1:8080'}/router/rest`
}

/** A host name or an IP address, optionally with a port. Anything else would put a stranger's text on our page. */
function isHost(text: string): boolean {
  return text.length <= 255 && /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(text)
}
