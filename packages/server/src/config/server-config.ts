import { type ErrorText, OperatorError } from '#errors/operator-error'
import { type ProxyHeader, type ProxyTrust, readProxies } from './proxy-trust.ts'

/** The options of `serve`. */
export type ServeOptions = Readonly<{
  host: string
  /** 0 picks a free port. */
  port: number
  dataDir: string
  /** `mysql://…`: a database in place of the file in the data folder. */
  storeUrl?: string | undefined
  /** Creates a demo seller when the data folder is new. */
  isDemo: boolean
  isSandbox: boolean
  /** Sandbox only: where the gateway's clock starts, epoch milliseconds. */
  clockStartMs?: number | undefined
  /** 64 hexadecimal digits or base64 of 32 bytes; else the file in the data folder. */
  masterKey?: string | undefined
  logLevel?: string | undefined
  /** Whether webhooks may reach private, loopback and link-local addresses; default false. */
  allowPrivateWebhooks?: boolean | undefined
  /** Bytes of one upload, uncompressed; default 1 GiB. */
  maxUploadBytes?: number | undefined
  /** Coupons in answers that are cached in memory; 0 caches none; default 65,536. */
  cachedCoupons?: number | undefined
  /** Unknown codes a minute that an app may look up, per shop and address; 0 sets no limit; default 60. */
  unknownCodesPerMinute?: number | undefined
  /** PEM files of the certificate chain and its key; without them the server speaks plain HTTP. */
  tls?: TlsFiles | undefined
  /** Address of `/metrics` and the details of `/ready`; default: loopback, the port plus 1,000. */
  adminListen?: ListenPlace | 'off' | undefined
  /** Reverse proxies whose header names the client: addresses, CIDR ranges, `loopback` …, or a number of hops. */
  trustProxy?: string | undefined
  /** The header they set; default `x-forwarded-for`. */
  proxyHeader?: ProxyHeader | undefined
  /** Whether this process is one of several on one data folder, whose large writes have no thread of their own. */
  isOneOfSeveral?: boolean | undefined
  /**
   * Whether a missing store is made, and one of a former version upgraded; default true. A worker that joins others leaves both to them:
   * where the file of theirs was moved away, a new one would answer for an empty store.
   */
  upgrades?: boolean | undefined
  /** Prints texts for a person at start, in the reader's language: the demo's key, secret and a first call. */
  announce?: ((text: ErrorText) => void) | undefined
  /** The words with which that person starts a command of Yaoquan; default: npx yaoquan. */
  command?: readonly string[] | undefined
}>

export type TlsFiles = Readonly<{ certFile: string; keyFile: string }>

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const

/** The checked options, with their defaults. */
export type ServerConfig = Omit<ServeOptions, 'logLevel' | 'adminListen' | 'trustProxy' | 'proxyHeader'> &
  Readonly<{
    logLevel: (typeof logLevels)[number]
    allowPrivateWebhooks: boolean
    maxUploadBytes: number
    cachedCoupons: number
    unknownCodesPerMinute: number
    upgrades: boolean
    /** Whether large writes get a thread of their own. The clocks of a sandbox are in one thread. */
    hasBulkThread: boolean
    adminPlace: ListenPlace | undefined
    proxyTrust: ProxyTrust | undefined
  }>

/** Checks the options, or throws one OperatorError that names every mistake. */
export function readServerConfig(options: ServeOptions): ServerConfig {
  const { adminListen, trustProxy, proxyHeader, logLevel: askedLevel = 'info', ...others } = options
  const { host, port, dataDir, storeUrl, cachedCoupons = 65_536 } = others
  const proxies = trustProxy === undefined ? undefined : readProxies(trustProxy)
  const logLevel = logLevels.find((level) => level === askedLevel)
  const mistakes: ErrorText[] = []
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    mistakes.push({ zh: `端口 ${port} 应为0到65535之间的整数`, en: 'the port must be a whole number from 0 to 65535' })
  }
  if (host.trim() === '') mistakes.push({ zh: '监听地址为空', en: 'the host is empty' })
  if (
    typeof adminListen === 'object' &&
    adminListen.port !== 0 &&
    adminListen.port === port &&
    adminListen.host === host
  ) {
    mistakes.push({
      zh: `--admin-listen 与对外的地址相同: ${host}:${port}`,
      en: `--admin-listen is the public address ${host}:${port}`,
    })
  }
  if (dataDir.trim() === '') mistakes.push({ zh: '数据目录为空', en: 'the data folder is empty' })
  if (storeUrl !== undefined && !storeUrl.startsWith('mysql://')) {
    mistakes.push({ zh: '数据库地址应以 mysql:// 开头', en: '--store must begin with mysql://' })
  }
  if (others.clockStartMs !== undefined && !others.isSandbox) {
    mistakes.push({ zh: '--clock 只能与 --sandbox 一起使用', en: '--clock requires --sandbox' })
  }
  if (others.tls !== undefined && others.isSandbox) {
    mistakes.push({
      zh: '--tls-cert 不能与 --sandbox 一起使用',
      en: '--tls-cert cannot be used with --sandbox, which calls itself over http; use a reverse proxy',
    })
  }
  if (!(Number.isInteger(cachedCoupons) && cachedCoupons >= 0)) {
    mistakes.push({
      zh: `缓存的券数 ${cachedCoupons} 应为不小于0的整数`,
      en: `--cached-coupons ${cachedCoupons} must be a whole number, 0 or more`,
    })
  }
  if (trustProxy !== undefined && proxies === undefined) {
    mistakes.push({
      zh: `可信代理 ${trustProxy} 应为IP、网段或1到16的层数`,
      en: `--trust-proxy ${trustProxy} must be IP addresses, CIDR ranges or 1 to 16 hops`,
    })
  }
  if (!logLevel)
    mistakes.push({
      zh: `日志级别应为 ${logLevels.join('、')} 之一`,
      en: `the log level must be one of ${logLevels.join(', ')}`,
    })
  if (mistakes.length > 0 || !logLevel)
    throw new OperatorError({
      zh: mistakes.map(({ zh }) => zh).join('；'),
      en: mistakes.map(({ en }) => en).join('; '),
    })
  return {
    ...others,
    logLevel,
    allowPrivateWebhooks: others.allowPrivateWebhooks ?? false,
    maxUploadBytes: others.maxUploadBytes ?? 2 ** 30,
    cachedCoupons,
    unknownCodesPerMinute: others.unknownCodesPerMinute ?? 60,
    upgrades: others.upgrades ?? true,
    hasBulkThread: storeUrl === undefined && !others.isSandbox && !(others.isOneOfSeveral ?? false),
    adminPlace: adminListen === 'off' ? undefined : (adminListen ?? defaultAdminPlace(port)),
    proxyTrust: proxies && { header: proxyHeader ?? 'x-forwarded-for', proxies },
  }
}

/** An address to listen on; port 0 is any free port. */
export type ListenPlace = Readonly<{ host: string; port: number }>

/** The loopback, 1,000 ports above the public port, so that servers on one machine do not collide; 0 gives 0. */
export function defaultAdminPlace(port: number): ListenPlace {
  return { host: '127.0.0.1', port: port === 0 ? 0 : port + (port <= 65_535 - distance ? distance : -distance) }
}

const distance = 1_000
