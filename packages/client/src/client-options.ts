import type { SignMethod } from '@yaoquan/protocol'
import type { TopClientError } from './client-errors.ts'
import type { Fetch } from './post-form.ts'
import { type RetryPolicy, usualPolicy } from './retry.ts'

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
  /** How long to wait before a call that is safe to retry is sent again, or whether to give up; default: `usualPolicy()`. */
  retryPolicy?: RetryPolicy | undefined
  /** Default: `globalThis.fetch`. */
  fetch?: Fetch | undefined
  /** The time in epoch milliseconds; default: `Date.now`. */
  clock?: (() => number) | undefined
  /** Called before each attempt is sent, for logs and traces. An error that it throws ends the call. */
  onRequest?: ((attempt: Attempt) => void) | undefined
  /** Called after each attempt was answered or failed. An error that it throws ends the call. */
  onResponse?: ((attempt: EndedAttempt) => void) | undefined
  /** Gets a line for each attempt: `debug` for an answer, `warn` for a failure. No parameters. `console` is one, or that of pino. */
  logger?: Logger | undefined
}>

export type Logger = Readonly<{ debug(line: string): void; warn(line: string): void }>

/** One attempt of a call, without its parameters, which may be about people. */
export type Attempt = Readonly<{
  /** The method's name. */
  method: string
  /** 1 for the first. */
  attempt: number
  /** The request number of a write. */
  outRequestNo: string | undefined
}>

export type EndedAttempt = Attempt &
  Readonly<{
    /** Milliseconds from request to answer. */
    durationMs: number
    /** Identifies the call in the server's log; undefined if no gateway answered. */
    requestId: string | undefined
    /** Why it failed; undefined if it was answered. A refusal by the method is an answer. */
    error: TopClientError | undefined
  }>

type Defaulted = 'signMethod' | 'timeoutMs' | 'retries' | 'retryPolicy' | 'clock'

/** Checked options with all defaults. */
export type Settings = Omit<TopClientOptions, Defaulted> &
  Readonly<{ [Option in Defaulted]: NonNullable<TopClientOptions[Option]> }>

/**
 * Checks the options and fills in the defaults.
 * @throws TypeError naming the invalid option, but not its value, which may be a secret
 */
export function readOptions(options: TopClientOptions): Settings {
  const { signMethod = 'hmac-sha256', timeoutMs = 10_000, retries = 3 } = options
  const { clock = Date.now, retryPolicy = usualPolicy() } = options
  if (!isGatewayUrl(options.url)) throw new TypeError('url must be an http or https address without user and password')
  if (new URL(options.url).pathname === '/') {
    throw new TypeError('url must have the path of the gateway: http://host/router/rest')
  }
  if (!options.appKey) throw new TypeError('appKey must not be empty')
  if (!options.appSecret) throw new TypeError('appSecret must not be empty')
  // The upper limit is that of setTimeout, which fires immediately for longer times.
  if (!(timeoutMs >= 1 && timeoutMs <= 2_147_483_647)) throw new TypeError('timeoutMs must be 1 to 2147483647')
  if (!(Number.isInteger(retries) && retries >= 0 && retries <= 100)) throw new TypeError('retries must be 0 to 100')
  return { ...options, signMethod, timeoutMs, retries, retryPolicy, clock }
}

function isGatewayUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' && url.password === ''
}
