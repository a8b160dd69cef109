import type { SignMethod } from '@yaoquan/protocol'
import type { Fetch } from './post-form.ts'

export type TopClientOptions = Readonly<{
  /** The gateway's address, e.g. `http://127.0.0.1:8080/router/rest`. */
  url: string
  appKey: string
  appSecret: string
  /** Selects the seller; needed only if the app serves several sellers. */
  session?: string | undefined
  /** Default `hmac-sha256`. */
  signMethod?: SignMethod | undefined
  /** Limit of one attempt in milliseconds, 1 to 2147483647; default 10000. */
  timeoutMs?: number | undefined
  /** Attempts after the first, 0 to 100, of calls that are safe to retry; default 3. */
  retries?: number | undefined
  /** Default: `globalThis.fetch`. */
  fetch?: Fetch | undefined
  /** The time in epoch milliseconds; default: `Date.now`. */
  clock?: (() => number) | undefined
  /** A number from 0 to below 1, for the jitter between attempts; default: `Math.random`. */
  random?: (() => number) | undefined
}>

/** Checked options with all defaults. */
export type Settings = Readonly<{
  url: string
  appKey: string
  appSecret: string
  session: string | undefined
  signMethod: SignMethod
  timeoutMs: number
  retries: number
  fetch: Fetch | undefined
  clock: () => number
  random: () => number
}>

/**
 * Checks the options and fills in the defaults.
 * @throws TypeError naming the invalid option, but not its value, which may be a secret
 */
export function readOptions(options: TopClientOptions): Settings {
  const { appKey, appSecret, timeoutMs = 10_000, retries = 3 } = options
  if (!isGatewayUrl(options.url)) throw new TypeError('url must be an http or https address without user and password')
  if (!appKey) throw new TypeError('appKey must not be empty')
  if (!appSecret) throw new TypeError('appSecret must not be empty')
  // The upper limit is that of setTimeout, which fires immediately for longer times.
  if (!(timeoutMs >= 1 && timeoutMs <= 2_147_483_647)) throw new TypeError('timeoutMs must be 1 to 2147483647')
  if (!(Number.isInteger(retries) && retries >= 0 && retries <= 100)) throw new TypeError('retries must be 0 to 100')
  return {
    url: options.url,
    appKey,
    appSecret,
    session: options.session,
    signMethod: options.signMethod ?? 'hmac-sha256',
    timeoutMs,
    retries,
    fetch: options.fetch,
    clock: options.clock ?? Date.now,
    random: options.random ?? Math.random,
  }
}

function isGatewayUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' && url.password === ''
}
