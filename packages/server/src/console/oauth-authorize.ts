import { isReturnAddress, isRoleName, roles } from '@yaoquan/api'
import type { App } from '#domain/access/access-store'
import { authorizeApp, findAuthorizingApp } from '#domain/access/oauth'
import { findCurrentSession } from '#domain/administration/sign-in'
import { appNotice } from '#domain/events/notices'
import type { Operator } from '#domain/people/operator'
import { chosenLanguage, type PageAnswer, type PageRequest } from '#site/page-route'
import { type AskedConsent, consentPage, consentPath, signInFirst } from './consent-page.ts'
import { goingPage, type OauthLook, type OauthRouteDependencies, problemPage } from './oauth-page.ts'
import { tokenOf } from './session-cookie.ts'
import { isFromOwnPage } from './signed-in-request.ts'

/**
 * `GET /oauth/authorize`, to which apps send browsers. The strict cookie of the console does not come along from another site,
 * so this page goes on to one of the console.
 */
export async function startAuthorization(
  request: PageRequest,
  dependencies: OauthRouteDependencies,
): Promise<PageAnswer> {
  const input = await readInput(request.query, dependencies)
  const look = lookOf(request, input, dependencies)
  return input === undefined ? problemPage(unknownApp, 400, look) : goingPage(consentPath(input), look)
}

/** `GET /console/authorize`: asks the operator. */
export async function askConsent(request: PageRequest, dependencies: OauthRouteDependencies): Promise<PageAnswer> {
  const input = await readInput(request.query, dependencies)
  const look = lookOf(request, input, dependencies)
  if (input === undefined) return problemPage(unknownApp, 400, look)
  const operator = await operatorOf(request, dependencies)
  if (operator === undefined) return signInFirst(input, look)
  const sellerIds = sellersToAllow(operator, input.app)
  if (sellerIds.length === 0) return problemPage(notYours, 403, look)
  const names = new Map((await dependencies.listSellers()).map(({ sellerId, name }) => [sellerId, name]))
  return consentPage(input, { sellerIds, names }, look)
}

/** In the language that the address or the form names, otherwise in that of the browser. The link to the other has nothing of what an app that is none sent. */
function lookOf(
  { path, query, body, headers }: PageRequest,
  input: AskedConsent | undefined,
  { stylesheet, browserScript }: OauthRouteDependencies,
): OauthLook {
  const isForm = body !== ''
  const named = (isForm ? new URLSearchParams(body) : query).get('lang')
  const language = chosenLanguage(named, headers['accept-language'])
  const other = new URLSearchParams(input?.parameters)
  other.set('lang', language === 'zh' ? 'en' : 'zh')
  return { stylesheet, browserScript, language, inOther: isForm ? undefined : `${path}?${other}` }
}

/** `POST /console/authorize`: the operator's decision, told to the app by the address that the browser goes to. */
export async function decideConsent(request: PageRequest, dependencies: OauthRouteDependencies): Promise<PageAnswer> {
  const parameters = new URLSearchParams(request.body)
  const input = await readInput(parameters, dependencies)
  const look = lookOf(request, input, dependencies)
  if (!isFromOwnPage(request)) return problemPage(foreignPage, 403, look)
  if (input === undefined) return problemPage(unknownApp, 400, look)
  const operator = await operatorOf(request, dependencies)
  if (operator === undefined) return signInFirst(input, look)
  const sellerId = parameters.get('seller') ?? ''
  if (!sellersToAllow(operator, input.app).includes(sellerId)) return problemPage(notYours, 403, look)
  if (parameters.get('decision') !== 'allow') return returnToApp(input, { error: 'access_denied' }, look)
  const { app, redirectUri, codeChallenge } = input
  const nowMs = dependencies.clock()
  const code = await authorizeApp(
    { app, sellerId, operatorName: operator.name, redirectUri, codeChallenge, nowMs },
    dependencies,
  )
  const origin = { sellerId, atMs: nowMs, actor: `operator:${operator.name}`, requestId: undefined }
  await dependencies.notices.recordNotice(appNotice(origin, { appKey: app.appKey, act: 'authorized' }))
  return returnToApp(input, { code }, look)
}

async function readInput(
  parameters: URLSearchParams,
  { access, challengeOf }: OauthRouteDependencies,
): Promise<AskedConsent | undefined> {
  const [appKey, redirectUri] = [parameters.get('client_id'), parameters.get('redirect_uri')]
  if (!appKey || !redirectUri || parameters.get('response_type') !== 'code') return undefined
  // Registered before addresses had to be so, it may be another.
  if (!isReturnAddress(redirectUri)) return undefined
  const codeChallenge = readChallenge(parameters, challengeOf)
  if (codeChallenge === 'invalid') return undefined
  const app = await findAuthorizingApp({ appKey, redirectUri }, access)
  return app && { app, redirectUri, state: parameters.get('state') ?? undefined, codeChallenge, parameters }
}

/** What the verifier must hash to (RFC 7636, 4.2 and 4.3); one that was sent plain is hashed here. */
function readChallenge(
  parameters: URLSearchParams,
  challengeOf: (verifier: string) => string,
): string | undefined | 'invalid' {
  const [challenge, method] = [parameters.get('code_challenge'), parameters.get('code_challenge_method')]
  if (challenge === null) return method === null ? undefined : 'invalid'
  if (method === 'S256') return /^[\w-]{43}$/.test(challenge) ? challenge : 'invalid'
  return (method ?? 'plain') === 'plain' && /^[\w.~-]{43,128}$/.test(challenge) ? challengeOf(challenge) : 'invalid'
}

/** The operator who is signed in and chose a password. */
async function operatorOf(request: PageRequest, dependencies: OauthRouteDependencies): Promise<Operator | undefined> {
  const token = tokenOf(request)
  const current = token === undefined ? undefined : await findCurrentSession(token, dependencies.clock(), dependencies)
  return current?.operator.mustChangePassword ? undefined : current?.operator
}

/** Sellers that the app serves and whose apps the operator manages. */
function sellersToAllow(operator: Operator, { sellerIds }: App): readonly string[] {
  return sellerIds.filter((sellerId) => mayAuthorize(operator, sellerId))
}

/** Whether an operator may let apps act for a seller. */
export function mayAuthorize({ roles: held, isEnabled }: Operator, sellerId: string): boolean {
  return (
    isEnabled &&
    held.some(({ sellerId: id, role }) => {
      const acts: readonly string[] = isRoleName(role) ? roles[role].acts : []
      return id === sellerId && acts.includes('apps')
    })
  )
}

function returnToApp(
  { redirectUri, state }: AskedConsent,
  outcome: Readonly<Record<string, string>>,
  look: OauthLook,
): Promise<PageAnswer> {
  const url = new URL(redirectUri)
  const members = { ...outcome, ...(state === undefined ? {} : { state }) }
  for (const [name, value] of Object.entries(members)) url.searchParams.set(name, value)
  // A page and no 302: browsers apply the form's policy to where a redirect leads.
  return goingPage(url.href, look)
}

const unknownApp = {
  zh: 'client_id、redirect_uri、response_type 或 code_challenge 不正确：应用须已启用；地址须为https或本机地址，并已用 yaoquan app update --redirect-uri 登记',
  en: 'The app must be enabled, its address be https or of this machine and registered with yaoquan app update --redirect-uri, response_type be code, and code_challenge, if any, S256 or plain.',
}

const notYours = {
  zh: '您不是该应用所服务连锁的负责人',
  en: 'You are not an owner of a seller that the app serves.',
}

const foreignPage = { zh: '只接受本站的页面', en: 'Only pages of this site may send this.' }
