import { OperatorError } from '#errors/operator-error'

/** Where calls are passed on to. */
export type UpstreamUrl = Readonly<{
  isTls: boolean
  hostname: string
  port: number
  /** Value of the header `Host`. */
  host: string
  /** What comes before `/router/rest` in its paths; usually empty. */
  pathPrefix: string
}>

const entrance = '/router/rest'

/**
 * Reads `--upstream`: `https://host/router/rest`, or without a path.
 * @throws OperatorError for any other text
 */
export function readUpstreamUrl(text: string): UpstreamUrl {
  return readUrl('--upstream', text)
}

/** Reads `--ours`, which has the form of `--upstream`. @throws OperatorError for any other text */
export function readServerUrl(text: string): UpstreamUrl {
  return readUrl('--ours', text)
}

function readUrl(flag: string, text: string): UpstreamUrl {
  const url = URL.parse(text)
  const isTls = url?.protocol === 'https:'
  const isUsable = url !== null && (isTls || url.protocol === 'http:') && url.username === '' && url.password === ''
  const path = url?.pathname === '/' ? entrance : (url?.pathname.replace(/\/$/, '') ?? '')
  if (!isUsable || !path.endsWith(entrance) || url.search !== '' || url.hash !== '') {
    throw new OperatorError({
      zh: `${flag} 应为 http(s)://主机[:端口]${entrance}，不带用户、参数`,
      en: `${flag} must be http(s)://host[:port]${entrance}, without user and query`,
    })
  }
  return {
    isTls,
    hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
    host: url.host,
    pathPrefix: path.slice(0, -entrance.length),
  }
}

type FingerprintOption = '--upstream-fingerprint' | '--ours-fingerprint'

/** @returns the SHA-256 fingerprint of a certificate in one spelling. @throws OperatorError for any other text */
export function readFingerprint(text: string, option: FingerprintOption = '--upstream-fingerprint'): string {
  const digits = text.replaceAll(':', '').toUpperCase()
  if (/^[0-9A-F]{64}$/.test(digits)) return digits
  throw new OperatorError({
    zh: `${option} 应为证书的SHA-256指纹，64位十六进制`,
    en: `${option} must be the SHA-256 fingerprint of a certificate, 64 hexadecimal digits`,
  })
}
