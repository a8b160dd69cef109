import type { App } from '#domain/access/access-store'
import { type Html, html } from '#site/html'
import type { PageAnswer } from '#site/page-route'
import { type OauthLook, oauthPage } from './oauth-page.ts'

/** What an app asks for, in the parameters of TOP (docs/reference/top-protocol.md, 8). */
export type AskedConsent = Readonly<{
  app: App
  redirectUri: string
  state: string | undefined
  codeChallenge: string | undefined
  parameters: URLSearchParams
}>

/** Asks an owner whether an app may call. @param names of sellers, by id */
export function consentPage(
  { app, redirectUri, state, parameters }: AskedConsent,
  { sellerIds, names }: Readonly<{ sellerIds: readonly string[]; names: ReadonlyMap<string, string> }>,
  look: OauthLook,
): Promise<PageAnswer> {
  const words = wordsOfConsent[look.language]
  const challenge = [...parameters].filter(([name]) => name === 'code_challenge' || name === 'code_challenge_method')
  const content = html`<p>${words.asks(html`<strong>${app.name}</strong>`)}</p>
<dl>
<dt>${words.app}</dt><dd>${app.name} <code>${app.appKey}</code></dd>
<dt>${words.lasts}</dt><dd>${words.days}</dd>
<dt>${words.goesTo}</dt><dd><code>${redirectUri}</code></dd>
</dl>
<form method="post" action="/console/authorize">
<input type="hidden" name="client_id" value="${app.appKey}">
<input type="hidden" name="redirect_uri" value="${redirectUri}">
<input type="hidden" name="response_type" value="code">
<input type="hidden" name="lang" value="${look.language}">
${state !== undefined && html`<input type="hidden" name="state" value="${state}">\n`}${challenge.map(
  ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`,
)}<label>${words.seller}
<select name="seller">${sellerIds.map((id) => html`<option value="${id}">${names.get(id) ?? id} (${id})</option>`)}</select>
</label>
<p class="decision"><button class="primary" name="decision" value="allow">${words.allow}</button>
<button name="decision" value="deny">${words.deny}</button></p>
</form>`
  return oauthPage({ title: { zh: '应用授权', en: 'Authorize an app' }, content }, look)
}

const wordsOfConsent = {
  zh: {
    asks: (app: Html) => html`应用 ${app} 请求代表您的连锁调用药券。`,
    app: '应用',
    lasts: '有效期',
    days: '30天，应用可续期',
    goesTo: '授权后转到',
    seller: '连锁',
    allow: '授权',
    deny: '拒绝',
  },
  en: {
    asks: (app: Html) => html`The app ${app} asks to call Yaoquan for your seller.`,
    app: 'App',
    lasts: 'Lasts',
    days: '30 days; the app can renew it',
    goesTo: 'Then goes to',
    seller: 'Seller',
    allow: 'Allow',
    deny: 'Deny',
  },
}

/** Tells a person who is not signed in to do that first. */
export function signInFirst(input: AskedConsent, look: OauthLook): Promise<PageAnswer> {
  const words = wordsOfSignIn[look.language]
  const content = html`<p>${words.why}</p>
<p class="decision"><a class="button primary" href="/console" target="_blank">${words.signIn}</a>
<a class="button" href="${consentPath(input)}">${words.go}</a></p>`
  return oauthPage({ title: { zh: '请先登录', en: 'Sign in first' }, content }, look, 401)
}

const wordsOfSignIn = {
  zh: { why: '登录控制台后回到本页继续。', signIn: '登录', go: '已登录，继续' },
  en: { why: 'Sign in to the console, then come back to this page.', signIn: 'Sign in', go: 'Signed in, continue' },
}

/** Where the question is, with all that the app asked. */
export function consentPath({ parameters }: AskedConsent): string {
  return `/console/authorize?${parameters}`
}
