import { dayMs } from '#domain/dates'
import type { AccessReader, AccessWriter, App } from './access-store.ts'
import { openSession } from './open-session.ts'

/** What an operator allowed an app: a code, exchanged once for a session and a refresh token; or such a token, used once too. */
export type OauthGrant = Readonly<{
  kind: 'code' | 'refresh'
  appKey: string
  sellerId: string
  /** Who allowed it. */
  operatorName: string
  /** Of a code: where it was sent. */
  redirectUri: string | undefined
  expiresAtMs: number
}>

/** Codes and refresh tokens by their texts, which only their holders have. */
export interface OauthGrants {
  createGrant(token: string, grant: OauthGrant, nowMs: number): Promise<void>
  /** Uses a grant up; undefined when there is none of that kind, or somebody else used it. */
  takeGrant(kind: OauthGrant['kind'], token: string): Promise<OauthGrant | undefined>
}

export type OauthDependencies = Readonly<{
  access: AccessReader & AccessWriter
  grants: OauthGrants
  /** Whether the operator may still let apps act for the seller. */
  mayAuthorize: (operatorName: string, sellerId: string) => Promise<boolean>
  /** Compares in the same time whatever the texts. */
  isSameText: (left: string, right: string) => boolean
  /** A new code or refresh token. */
  newToken: () => string
  randomBytes: (size: number) => Uint8Array
}>

const codeMs = 10 * 60_000
const accessDays = 30
const refreshDays = 60

/** The app that asks for an authorization, if it may, and may have the answer at that address. */
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
  nowMs: number
}>

/** Lets an app act for a seller that it serves. @returns the code for the app, good once and for ten minutes */
export async function authorizeApp(
  { app, nowMs, ...asked }: Authorization,
  { grants, newToken }: Pick<OauthDependencies, 'grants' | 'newToken'>,
): Promise<string> {
  const code = newToken()
  await grants.createGrant(code, { kind: 'code', appKey: app.appKey, ...asked, expiresAtMs: nowMs + codeMs }, nowMs)
  return code
}

/** A call of the token endpoint (RFC 6749, 4.1.3 and 6). */
export type TokenRequest = Readonly<{
  clientId: string
  clientSecret: string
  grant:
    | Readonly<{ kind: 'code'; code: string; redirectUri: string }>
    | Readonly<{ kind: 'refresh'; refreshToken: string }>
  nowMs: number
}>

export type Tokens = Readonly<{
  kind: 'tokens'
  sellerId: string
  /** What the app sends as `session`. */
  accessToken: string
  accessEndsAtMs: number
  refreshToken: string
  refreshEndsAtMs: number
}>

/** Exchanges a code or a refresh token for a session and another refresh token. A grant is used up even where it is refused. */
export async function exchangeGrant(
  { clientId, clientSecret, grant: asked, nowMs }: TokenRequest,
  dependencies: OauthDependencies,
): Promise<Tokens | Readonly<{ kind: 'invalid-client' | 'invalid-grant' }>> {
  const { access, grants, mayAuthorize, newToken } = dependencies
  const app = await access.findApp(clientId)
  if (!app?.isEnabled || !fitsSecret(app, clientSecret, nowMs, dependencies)) return { kind: 'invalid-client' }
  const grant = await grants.takeGrant(asked.kind, asked.kind === 'code' ? asked.code : asked.refreshToken)
  const isGood =
    grant?.appKey === app.appKey &&
    grant.expiresAtMs > nowMs &&
    (asked.kind === 'refresh' || asked.redirectUri === grant.redirectUri) &&
    (await mayAuthorize(grant.operatorName, grant.sellerId))
  if (!isGood) return { kind: 'invalid-grant' }
  const { appKey, sellerId, operatorName } = grant
  const opened = await openSession({ appKey, sellerId, days: accessDays }, { ...dependencies, nowMs })
  if (opened.kind !== 'created') return { kind: 'invalid-grant' }
  const refreshToken = newToken()
  const refreshEndsAtMs = nowMs + refreshDays * dayMs
  const refresh = { appKey, sellerId, operatorName, redirectUri: undefined, expiresAtMs: refreshEndsAtMs }
  await grants.createGrant(refreshToken, { kind: 'refresh', ...refresh }, nowMs)
  const { session: accessToken, expiresAtMs: accessEndsAtMs } = opened
  return { kind: 'tokens', sellerId, accessToken, accessEndsAtMs, refreshToken, refreshEndsAtMs }
}

/** The newest secret, or the one before it while that is accepted. */
function fitsSecret(
  { appSecret, oldSecret }: App,
  given: string,
  nowMs: number,
  { isSameText }: Pick<OauthDependencies, 'isSameText'>,
): boolean {
  const isOldAccepted = oldSecret !== undefined && (oldSecret.endsAtMs ?? Number.POSITIVE_INFINITY) > nowMs
  const accepted = isOldAccepted ? [appSecret, oldSecret.text] : [appSecret]
  return accepted.map((secret) => isSameText(secret, given)).includes(true)
}
