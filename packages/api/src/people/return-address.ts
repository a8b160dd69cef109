/** Whether an app may get its authorization back there: by https, or on the browser's own machine (RFC 8252, 7.3; RFC 9700, 2.6). */
export function isReturnAddress(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || text.includes('#')) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname))
}

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/
