import type { OauthDependencies } from '#domain/access/oauth'
import type { SignInDependencies } from '#domain/administration/sign-in'
import type { NoticeRecorder } from '#domain/events/event-store'
import type { Assets } from '#site/assets'
import { type Html, html } from '#site/html'
import { iconLink, markImage, productName } from '#site/layout'
import { type Localized, languageName, languageTag, type PageAnswer, type PageLanguage, page } from '#site/page-route'
import type { ConsoleDependencies } from './signed-in-request.ts'

/** Where pages find their style sheets, and the script that shows the chosen theme. */
export type Stylesheets = Pick<Assets, 'stylesheet' | 'browserScript'>

/** What the pages and the endpoint of OAuth need. */
export type OauthRouteDependencies = OauthDependencies &
  Pick<SignInDependencies, 'sessions' | 'operators'> &
  Pick<ConsoleDependencies, 'listSellers' | 'clock'> &
  Stylesheets &
  Readonly<{ notices: NoticeRecorder }>

/** How a page is shown: its language, and the style sheets and scripts. */
export type OauthLook = Stylesheets &
  Readonly<{
    language: PageLanguage
    /** The same page in the other language; undefined for the answer to a form, and where the browser goes on by itself. */
    inOther?: string | undefined
  }>

type OauthPage = Readonly<{
  title: Localized
  content: Html
  /** Where the browser goes by itself. */
  goTo?: string | undefined
}>

/** A page of the authorization, for people. Its scripts show the theme and the language that its reader chose, and no cache keeps it. */
export async function oauthPage(
  { title, content, goTo }: OauthPage,
  { stylesheet, browserScript, language, inOther }: OauthLook,
  status = 200,
): Promise<PageAnswer> {
  const sheets = await Promise.all([stylesheet('site'), stylesheet('consent')])
  const [theme, script] = await Promise.all([browserScript('theme'), browserScript('consent')])
  const other = language === 'zh' ? 'en' : 'zh'
  const text = `<!doctype html>\n${html`<html lang="${languageTag[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${goTo && html`<meta http-equiv="refresh" content="0;url=${goTo}">\n`}<title>${title[language]} - 药券 Yaoquan</title>
${iconLink}
${sheets.map((sheet) => html`<link rel="stylesheet" href="${sheet}">\n`)}<script src="${theme}"></script>
<script src="${script}" defer></script>
</head>
<body class="consent">
<main id="content">
<p class="brand">${markImage}${productName[language]}${
    inOther &&
    html`
<a href="${inOther}" lang="${languageTag[other]}" hreflang="${other}">${languageName[other]}</a>`
  }</p>
<h1>${title[language]}</h1>
${content}
</main>
</body>
</html>`}\n`
  return { ...page(text, 'text/html; charset=utf-8', status), cacheControl: 'no-store' }
}

/** A page that sends the browser on: a link besides, where it does not go by itself. */
export function goingPage(goTo: string, look: OauthLook): Promise<PageAnswer> {
  const link = { zh: '继续', en: 'Continue' }[look.language]
  const content = html`<p><a href="${goTo}">${link}</a></p>`
  return oauthPage({ title: { zh: '正在转到', en: 'Continuing' }, content, goTo }, { ...look, inOther: undefined })
}

/** A page that says why there is no authorization. The app is not told: it may not be one. */
export function problemPage(problem: Localized, status: number, look: OauthLook): Promise<PageAnswer> {
  const content = html`<p class="problem">${problem[look.language]}</p>`
  return oauthPage({ title: { zh: '无法授权', en: 'Cannot authorize' }, content }, look, status)
}
