import { dayMs } from '#domain/dates'
import type { Consent, Consents, SignInAttempts } from '#domain/people/people-store'
import { countedByApp } from '#domain/people/prove-password'
import type { AccessReader, App } from './access-store.ts'
import { newSessionToken } from './session-token.ts'

/** What an operator allowed an app: a code, exchanged once for a session and a refresh token; or such a token, used once too. */
export type OauthGrant = Readonly<{
  kind: 'code' | 'refresh'
  appKey: string
  sellerId: string
  /** Name of the operator who allowed the authorization or took it over. */
  operatorName: string
  /** The address that a code was sent to. */
  redirectUri: string | undefined
  /** What the verifier of a code must hash to (RFC 7636, S256); undefined if the app sent no challenge. */
  codeChallenge: string | undefined
  /** Epoch milliseconds; undefined: not used yet. */
  usedAtMs: number | undefined
  expiresAtMs: number
}>

/** What a use of a code or refresh token gives. */
export type GivenTokens = Readonly<{
  accessToken: string
  accessEndsAtMs: number
  refreshToken: string
  refreshEndsAtMs: number
}>

/**
 * Consents of operators, with their codes, refresh tokens and sessions, found by the text of the token. Everything that follows from one
 * code ends together.
 */
export interface OauthGrants extends Consents {
  createCode(code: string, grant: Omit<OauthGrant, 'kind' | 'usedAtMs'>, nowMs: number): Promise<void>
  findGrant(kind: OauthGrant['kind'], token: string): Promise<OauthGrant | undefined>
  /**
   * Uses a grant up. One transaction decides which use is the first, on all servers; the second ends what came of the code.
   * @param input stored with the use; undefined: the use is refused
   */
  useGrant(token: string, input: GivenTokens | undefined, nowMs: number): Promise<'used' | 'used-before' | 'unknown'>
  /** Ends the sessions and tokens that came of the same code. */
  endConsentOf(token: string): Promise<void>
}

export type OauthDependencies = Readonly<{
  access: AccessReader
  grants: OauthGrants
  attempts: SignInAttempts
  /** Whether the operator may still let apps act for the seller. */
  mayAuthorize: (operatorName: string, sellerId: string) => Promise<boolean>
  /** Compares in the same time whatever the texts. */
  isSameText: (left: string, right: string) => boolean
  isAllowedIp: (allowedIps: readonly string[], ip: string) => boolean
  /** What a verifier hashes to (RFC 7636, S256). */
  challengeOf: (verifier: string) => string
  /** A new code or refresh token. */
  newToken: () => string
  randomBytes: (size: number) => Uint8Array
}>

const codeMs = 10 * 60_000
const accessDays = 30
const refreshDays = 60

/** Finds the app that requests an authorization, if it may have one and the address is one of its own. */
export async function findAuthorizingApp(
  { appKey, redirectUri }: Readonly<{ appKey: string; redirectUri: string }>,
  access: AccessReader,
): Promise<App | undefined> {
  const app = await access.findApp(appKey)
  return app?.isEnabled && app.redirectUris.includes(redirectUri) ? app : undefined
}

export type Authorization = Readonly<{
  app: App
  sellerId: string
  operatorName: string
  redirectUri: string
  codeChallenge: string | undefined
  nowMs: number
}>

/** Lets an app act for a seller that it serves. @returns the code for the app, good once and for ten minutes */
export async function authorizeApp(
  { app, nowMs, ...asked }: Authorization,
  { grants, newToken }: Pick<OauthDependencies, 'grants' | 'newToken'>,
): Promise<string> {
  const code = newToken()
  await grants.createCode(code, { appKey: app.appKey, ...asked, expiresAtMs: nowMs + codeMs }, nowMs)
  return code
}

/** A call of the token endpoint (RFC 6749, 4.1.3 and 6). */
export type TokenRequest = Readonly<{
  clientId: string
  clientSecret: string
  grant:
    | Readonly<{ kind: 'code'; code: string; redirectUri: string; verifier: string | undefined }>
    | Readonly<{ kind: 'refresh'; refreshToken: string }>
  /** Address of the client, as in `PageRequest`. */
  ip: string
  client: string
  nowMs: number
}>

export type Tokens = GivenTokens &
  Readonly<{
    kind: 'tokens'
    sellerId: string
  }>

export type TokenRefusal =
  | Readonly<{ kind: 'invalid-client' | 'ip-not-allowed' | 'invalid-grant' }>
  /** The secret was wrong too often. */
  | Readonly<{ kind: 'locked'; untilMs: number }>
  /** The grant was used before; what came of its code has ended. */
  | (Consent & Readonly<{ kind: 'used-before' }>)

/** Exchanges a code or a refresh token for a session and another refresh token. A grant is used up even where it is refused. */
export async function exchangeGrant(
  request: TokenRequest,
  dependencies: OauthDependencies,
): Promise<Tokens | TokenRefusal> {
  const { grants, mayAuthorize, newToken, randomBytes } = dependencies
  const app = await findClient(request, dependencies)
  if ('kind' in app) return app
  const { grant: input, nowMs } = request
  const token = input.kind === 'code' ? input.code : input.refreshToken
  const grant = await grants.findGrant(input.kind, token)
  if (grant === undefined) return { kind: 'invalid-grant' }
  const { appKey, sellerId, operatorName } = grant
  const isGood = fitsGrant(grant, app, request, dependencies) && (await mayAuthorize(operatorName, sellerId))
  const values = {
    accessToken: newSessionToken(randomBytes),
    accessEndsAtMs: nowMs + accessDays * dayMs,
    refreshToken: newToken(),
    refreshEndsAtMs: nowMs + refreshDays * dayMs,
  }
  const outcome = await grants.useGrant(token, isGood ? values : undefined, nowMs)
  if (outcome === 'used-before') return { kind: 'used-before', appKey, sellerId }
  if (outcome === 'unknown' || !isGood) return { kind: 'invalid-grant' }
  // Disabling a person ends the consents in the same transaction: either that sees the session, or this sees the change.
  if (!(await mayAuthorize(operatorName, sellerId))) {
    await grants.endConsentOf(values.refreshToken)
    return { kind: 'invalid-grant' }
  }
  return { kind: 'tokens', sellerId, ...values }
}

/**
 * The app that proves itself with its secret. Wrong secrets are counted by app and address, so that a stranger elsewhere does
 * not slow the app; while they are refused, the right one is too, or guesses would go on.
 */
async function findClient(
  request: TokenRequest,
  dependencies: OauthDependencies,
): Promise<App | Exclude<TokenRefusal, Consent>> {
  const { access, attempts, isAllowedIp } = dependencies
  const { clientId, client, ip, nowMs } = request
  const app = await access.findApp(clientId)
  const counted = countedByApp(app?.appKey, client)
  if (!app?.isEnabled || !fitsSecret(app, request, dependencies)) {
    const untilMs = await attempts.chargeAttempt(counted.key, counted.delayMs, nowMs)
    return untilMs === undefined ? { kind: 'invalid-client' } : { kind: 'locked', untilMs }
  }
  const untilMs = await attempts.refusedUntil(counted.key, nowMs)
  if (untilMs !== undefined) return { kind: 'locked', untilMs }
  await attempts.forgetAttempts(counted.key)
  const isAllowed = app.allowedIps.length === 0 || isAllowedIp(app.allowedIps, ip)
  return isAllowed ? app : { kind: 'ip-not-allowed' }
}

/** Whether a grant belongs to the app, has not expired, and comes with the address and verifier of its code. */
function fitsGrant(
  grant: OauthGrant,
  { appKey, sellerIds }: App,
  { grant: input, nowMs }: TokenRequest,
  dependencies: OauthDependencies,
): boolean {
  if (grant.appKey !== appKey || grant.expiresAtMs <= nowMs || !sellerIds.includes(grant.sellerId)) return false
  return (
    input.kind === 'refresh' || (input.redirectUri === grant.redirectUri && fitsVerifier(grant, input, dependencies))
  )
}

/** A verifier without a challenge is refused too: else one could be cut out of the request for the code (RFC 9700, 2.1.1). */
function fitsVerifier(
  { codeChallenge }: OauthGrant,
  { verifier }: Readonly<{ verifier: string | undefined }>,
  { challengeOf, isSameText }: OauthDependencies,
): boolean {
  if (codeChallenge === undefined || verifier === undefined) return codeChallenge === verifier
  return isSameText(codeChallenge, challengeOf(verifier))
}

/** The newest secret, or the one before it while that is accepted. */
function fitsSecret(
  { appSecret, oldSecret }: App,
  { clientSecret, nowMs }: TokenRequest,
  { isSameText }: Pick<OauthDependencies, 'isSameText'>,
): boolean {
  const isOldAccepted = oldSecret !== undefined && (oldSecret.endsAtMs ?? Number.POSITIVE_INFINITY) > nowMs
  const accepted = isOldAccepted ? [appSecret, oldSecret.text] : [appSecret]
  return accepted.map((secret) => isSameText(secret, clientSecret)).includes(true)
}
