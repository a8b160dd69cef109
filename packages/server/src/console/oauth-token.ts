import { exchangeGrant, type TokenRequest, type Tokens } from '#domain/access/oauth'
import { json } from '#site/json-answers'
import type { PageAnswer, PageRequest } from '#site/page-route'
import type { OauthRouteDependencies } from './oauth-page.ts'

/**
 * `POST /oauth/token`, a form: exchanges a code or a refresh token. Errors are those of RFC 6749 with HTTP 400, as TOP sends
 * them and SDKs read them (docs/reference/top-protocol.md, 8).
 */
export async function answerToken(request: PageRequest, dependencies: OauthRouteDependencies): Promise<PageAnswer> {
  const nowMs = dependencies.clock()
  const asked = readRequest(new URLSearchParams(request.body), nowMs)
  if (typeof asked === 'string') return refusal(asked)
  const outcome = await exchangeGrant(asked, dependencies)
  if (outcome.kind !== 'tokens') return refusal(outcome.kind === 'invalid-client' ? 'invalid_client' : 'invalid_grant')
  const sellers = await dependencies.listSellers()
  const name = sellers.find(({ sellerId }) => sellerId === outcome.sellerId)?.name ?? outcome.sellerId
  return json(shownTokens(outcome, { name, nowMs }))
}

const descriptions = {
  invalid_request: '缺少参数 (a parameter is missing)',
  unsupported_grant_type: '应为 authorization_code 或 refresh_token (grant_type)',
  invalid_client: 'client_id 或 client_secret 不正确 (wrong client_id or client_secret)',
  invalid_grant: '授权码或刷新令牌无效、已用过或已过期 (the code or refresh token is invalid, used or expired)',
} as const

type OauthError = keyof typeof descriptions

function refusal(error: OauthError): PageAnswer {
  return json({ error, error_description: descriptions[error] }, 400)
}

function readRequest(form: URLSearchParams, nowMs: number): TokenRequest | OauthError {
  const [clientId, clientSecret] = [form.get('client_id'), form.get('client_secret')]
  if (!clientId || !clientSecret) return 'invalid_request'
  const client = { clientId, clientSecret, nowMs }
  switch (form.get('grant_type')) {
    case 'authorization_code': {
      const [code, redirectUri] = [form.get('code'), form.get('redirect_uri')]
      return code && redirectUri ? { ...client, grant: { kind: 'code', code, redirectUri } } : 'invalid_request'
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
