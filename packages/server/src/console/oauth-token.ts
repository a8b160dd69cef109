import { exchangeGrant, type TokenRefusal, type TokenRequest, type Tokens } from '#domain/access/oauth'
import { appNotice } from '#domain/events/notices'
import { json, type PageAnswer, type PageRequest } from '#site/page-route'
import type { OauthRouteDependencies } from './oauth-page.ts'

/**
 * `POST /oauth/token`, a form: exchanges a code or a refresh token. Errors are those of RFC 6749 with HTTP 400, as TOP sends
 * them and SDKs read them (docs/reference/top-protocol.md, 8).
 */
export async function answerToken(request: PageRequest, dependencies: OauthRouteDependencies): Promise<PageAnswer> {
  const nowMs = dependencies.clock()
  const input = readRequest(request, nowMs)
  if (typeof input === 'string') return refusal(input)
  const outcome = await exchangeGrant(input, dependencies)
  if (outcome.kind !== 'tokens') return refusedExchange(outcome, nowMs, dependencies)
  const sellers = await dependencies.listSellers()
  const name = sellers.find(({ sellerId }) => sellerId === outcome.sellerId)?.name ?? outcome.sellerId
  return json(shownTokens(outcome, { name, nowMs }))
}

async function refusedExchange(
  outcome: TokenRefusal,
  nowMs: number,
  { notices }: OauthRouteDependencies,
): Promise<PageAnswer> {
  switch (outcome.kind) {
    case 'invalid-client':
      return refusal('invalid_client')
    case 'ip-not-allowed':
      return refusal('unauthorized_client')
    case 'locked': {
      const seconds = String(Math.max(1, Math.ceil((outcome.untilMs - nowMs) / 1_000)))
      return { ...refusal('temporarily_unavailable', 429), headers: { 'retry-after': seconds } }
    }
    case 'used-before': {
      const { appKey, sellerId } = outcome
      const origin = { sellerId, atMs: nowMs, actor: `app:${appKey}`, requestId: undefined }
      await notices.recordNotice(appNotice(origin, { appKey, act: 'authorization_replayed' }))
      return refusal('invalid_grant')
    }
    case 'invalid-grant':
      return refusal('invalid_grant')
  }
}

const descriptions = {
  invalid_request: '缺少参数 (a parameter is missing)',
  unsupported_grant_type: '应为 authorization_code 或 refresh_token (grant_type)',
  invalid_client: 'client_id 或 client_secret 不正确 (wrong client_id or client_secret)',
  unauthorized_client: '该地址不在应用的IP名单中 (the address is not among those that the app may call from)',
  temporarily_unavailable: '密钥错误次数过多，请稍后再试 (too many wrong secrets; try again later)',
  invalid_grant: '授权码或刷新令牌无效、已用过或已过期 (the code or refresh token is invalid, used or expired)',
} as const

type OauthError = keyof typeof descriptions

function refusal(error: OauthError, status = 400): PageAnswer {
  return json({ error, error_description: descriptions[error] }, status)
}

function readRequest({ body, ip, client: from }: PageRequest, nowMs: number): TokenRequest | OauthError {
  const form = new URLSearchParams(body)
  const [clientId, clientSecret] = [form.get('client_id'), form.get('client_secret')]
  if (!clientId || !clientSecret) return 'invalid_request'
  const client = { clientId, clientSecret, ip, client: from, nowMs }
  switch (form.get('grant_type')) {
    case 'authorization_code': {
      const [code, redirectUri] = [form.get('code'), form.get('redirect_uri')]
      if (!code || !redirectUri) return 'invalid_request'
      const verifier = form.get('code_verifier') ?? undefined
      return { ...client, grant: { kind: 'code', code, redirectUri, verifier } }
    }
    case 'refresh_token': {
      const refreshToken = form.get('refresh_token')
      return refreshToken ? { ...client, grant: { kind: 'refresh', refreshToken } } : 'invalid_request'
    }
    case null:
      return 'invalid_request'
    default:
      return 'unsupported_grant_type'
  }
}

/** Levels of rights, which end together here. */
const levels = ['r1', 'r2', 'w1', 'w2'] as const

/** The members of TOP's answer; the name is percent-encoded as there. */
function shownTokens(tokens: Tokens, { name, nowMs }: Readonly<{ name: string; nowMs: number }>): object {
  const { accessToken, accessEndsAtMs, refreshToken, refreshEndsAtMs, sellerId } = tokens
  const expiresIn = Math.floor((accessEndsAtMs - nowMs) / 1_000)
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: expiresIn,
    refresh_token: refreshToken,
    re_expires_in: Math.floor((refreshEndsAtMs - nowMs) / 1_000),
    ...Object.fromEntries(levels.map((level) => [`${level}_expires_in`, expiresIn])),
    ...Object.fromEntries(levels.map((level) => [`${level}_valid`, accessEndsAtMs])),
    expire_time: accessEndsAtMs,
    refresh_token_valid_time: refreshEndsAtMs,
    taobao_user_id: sellerId,
    taobao_user_nick: encodeURIComponent(name),
  }
}
