import { isReturnAddress, isRoleName, roles } from '@yaoquan/api'
import type { App } from '#domain/access/access-store'
import { authorizeApp, findAuthorizingApp } from '#domain/access/oauth'
import { findCurrentSession } from '#domain/administration/sign-in'
import { appNotice } from '#domain/events/notices'
import type { Operator } from '#domain/people/operator'
import { html } from '#site/html'
import type { PageAnswer, PageRequest } from '#site/page-route'
import { both, goingPage, type OauthRouteDependencies, oauthPage, problemPage, type Stylesheets } from './oauth-page.ts'
import { isFromOwnPage } from './own-request.ts'
import { tokenOf } from './session-cookie.ts'

/** What an app asks for, in the parameters of TOP (docs/reference/top-protocol.md, 8). */
type Input = Readonly<{
  app: App
  redirectUri: string
  state: string | undefined
  codeChallenge: string | undefined
  parameters: URLSearchParams
}>

/**
 * `GET /oauth/authorize`, to which apps send browsers. The strict cookie of the console does not come along from another site,
 * so this page goes on to one of the console.
 */
export async function startAuthorization(
  request: PageRequest,
  dependencies: OauthRouteDependencies,
): Promise<PageAnswer> {
  const input = await readAsked(request.query, dependencies)
  return input === undefined ? problemPage(unknownApp, 400, dependencies) : goingPage(consentPath(input), dependencies)
}

/** `GET /console/authorize`: asks the operator. */
export async function askConsent(request: PageRequest, dependencies: OauthRouteDependencies): Promise<PageAnswer> {
  const input = await readAsked(request.query, dependencies)
  if (input === undefined) return problemPage(unknownApp, 400, dependencies)
  const operator = await operatorOf(request, dependencies)
  if (operator === undefined) return signInFirst(input, dependencies)
  const sellerIds = sellersToAllow(operator, input.app)
  if (sellerIds.length === 0) return problemPage(notYours, 403, dependencies)
  const names = new Map((await dependencies.listSellers()).map(({ sellerId, name }) => [sellerId, name]))
  return consentPage(input, { sellerIds, names }, dependencies)
}

/** @param names of sellers, by id */
function consentPage(
  { app, redirectUri, state, parameters }: Input,
  { sellerIds, names }: Readonly<{ sellerIds: readonly string[]; names: ReadonlyMap<string, string> }>,
  sheets: Stylesheets,
): Promise<PageAnswer> {
  const challenge = [...parameters].filter(([name]) => name === 'code_challenge' || name === 'code_challenge_method')
  const content = html`<p>应用 <strong>${app.name}</strong> 请求代表您的连锁调用药券。<br>
<span class="quiet" lang="en">The app asks to call Yaoquan for your seller.</span></p>
<dl>
<dt>${both({ zh: '应用', en: 'App' })}</dt><dd>${app.name} <code>${app.appKey}</code></dd>
<dt>${both({ zh: '有效期', en: 'Lasts' })}</dt><dd>${both({ zh: '30天，应用可续期', en: '30 days, renewable by the app' })}</dd>
<dt>${both({ zh: '授权后转到', en: 'Then goes to' })}</dt><dd><code>${redirectUri}</code></dd>
</dl>
<form method="post" action="/console/authorize">
<input type="hidden" name="client_id" value="${app.appKey}">
<input type="hidden" name="redirect_uri" value="${redirectUri}">
<input type="hidden" name="response_type" value="code">
${state !== undefined && html`<input type="hidden" name="state" value="${state}">\n`}${challenge.map(
  ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`,
)}<label>${both({ zh: '连锁', en: 'Seller' })}
<select name="seller">${sellerIds.map((id) => html`<option value="${id}">${names.get(id) ?? id} (${id})</option>`)}</select>
</label>
<p class="decision"><button class="primary" name="decision" value="allow">授权 Allow</button>
<button name="decision" value="deny">拒绝 Deny</button></p>
</form>`
  return oauthPage({ title: { zh: '应用授权', en: 'Authorize an app' }, content }, sheets)
}

/** `POST /console/authorize`: the operator's decision, told to the app by the address that the browser goes to. */
export async function decideConsent(request: PageRequest, dependencies: OauthRouteDependencies): Promise<PageAnswer> {
  if (!isFromOwnPage(request)) return problemPage(foreignPage, 403, dependencies)
  const parameters = new URLSearchParams(request.body)
  const input = await readAsked(parameters, dependencies)
  if (input === undefined) return problemPage(unknownApp, 400, dependencies)
  const operator = await operatorOf(request, dependencies)
  if (operator === undefined) return signInFirst(input, dependencies)
  const sellerId = parameters.get('seller') ?? ''
  if (!sellersToAllow(operator, input.app).includes(sellerId)) return problemPage(notYours, 403, dependencies)
  if (parameters.get('decision') !== 'allow') return returnToApp(input, { error: 'access_denied' }, dependencies)
  const { app, redirectUri, codeChallenge } = input
  const nowMs = dependencies.clock()
  const code = await authorizeApp(
    { app, sellerId, operatorName: operator.name, redirectUri, codeChallenge, nowMs },
    dependencies,
  )
  const origin = { sellerId, atMs: nowMs, actor: `operator:${operator.name}`, requestId: undefined }
  await dependencies.notices.recordNotice(appNotice(origin, { appKey: app.appKey, act: 'authorized' }))
  return returnToApp(input, { code }, dependencies)
}

async function readAsked(
  parameters: URLSearchParams,
  { access, challengeOf }: OauthRouteDependencies,
): Promise<Input | undefined> {
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

/** Of one who is signed in and chose the own password. */
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

function consentPath({ parameters }: Input): string {
  return `/console/authorize?${parameters}`
}

function returnToApp(
  { redirectUri, state }: Input,
  outcome: Readonly<Record<string, string>>,
  sheets: Stylesheets,
): Promise<PageAnswer> {
  const url = new URL(redirectUri)
  const members = { ...outcome, ...(state === undefined ? {} : { state }) }
  for (const [name, value] of Object.entries(members)) url.searchParams.set(name, value)
  // A page and no 302: browsers apply the form's policy to where a redirect leads.
  return goingPage(url.href, sheets)
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

function signInFirst(input: Input, sheets: Stylesheets): Promise<PageAnswer> {
  const content = html`<p>登录控制台后回到本页继续。<br>
<span class="quiet" lang="en">Sign in to the console, then come back to this page.</span></p>
<p class="decision"><a class="button primary" href="/console" target="_blank">登录 Sign in</a>
<a class="button" href="${consentPath(input)}">已登录，继续 Continue</a></p>`
  return oauthPage({ title: { zh: '请先登录', en: 'Sign in first' }, content }, sheets, 401)
}
