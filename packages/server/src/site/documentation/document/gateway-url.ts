/**
 * The gateway by the address that the reader came by, so that samples on the page can be run as they stand. Behind a
 * proxy that is what the proxy says of itself.
 */
export function gatewayUrlOf(headers: Readonly<Record<string, string | undefined>>): string {
  const host = headers['x-forwarded-host'] ?? headers['host'] ?? ''
  const scheme = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http'
  return `${scheme}://${isHost(host) ? host : '127.0.0.1:8080'}/router/rest`
}

/** A name or an address with or without a port; anything else would be text of a stranger on our page. */
function isHost(text: string): boolean {
  return text.length <= 255 && /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(text)
}
