import type { OauthDependencies } from '#domain/access/oauth'
import type { SignInDependencies } from '#domain/administration/sign-in'
import type { NoticeRecorder } from '#domain/events/event-store'
import type { Assets } from '#site/assets'
import { iconLink, markImage, productName } from '#site/brand'
import { type Html, html } from '#site/html'
import { type PageAnswer, page } from '#site/page-route'
import type { ConsoleDependencies } from './signed-in-request.ts'

/** Where pages find their style sheets, and the script that shows the chosen theme. */
export type Stylesheets = Pick<Assets, 'stylesheet' | 'browserScript'>

/** What the pages and the endpoint of OAuth need. */
export type OauthRouteDependencies = OauthDependencies &
  Pick<SignInDependencies, 'sessions' | 'operators'> &
  Pick<ConsoleDependencies, 'listSellers' | 'clock'> &
  Stylesheets &
  Readonly<{ notices: NoticeRecorder }>

/** A text in both languages, the Chinese first: the page cannot know which one its reader chose in the console. */
export type Bilingual = Readonly<{ zh: string; en: string }>

type OauthPage = Readonly<{
  title: Bilingual
  content: Html
  /** Where the browser goes by itself. */
  goTo?: string | undefined
}>

/** A page of the authorization, for people. Its only script shows the theme that its reader chose, and no cache keeps it. */
export async function oauthPage(
  { title, content, goTo }: OauthPage,
  { stylesheet, browserScript }: Stylesheets,
  status = 200,
): Promise<PageAnswer> {
  const [theme, ...sheets] = await Promise.all([browserScript('theme'), stylesheet('site'), stylesheet('consent')])
  const text = `<!doctype html>\n${html`<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${goTo && html`<meta http-equiv="refresh" content="0;url=${goTo}">\n`}<title>${title.zh} - 药券 Yaoquan</title>
${iconLink}
${sheets.map((sheet) => html`<link rel="stylesheet" href="${sheet}">\n`)}<script src="${theme}"></script>
</head>
<body class="consent">
<main id="content">
<p class="brand">${markImage}${productName.zh} ${productName.en}</p>
<h1>${both(title)}</h1>
${content}
</main>
</body>
</html>`}\n`
  return { ...page(text, 'text/html; charset=utf-8', status), cacheControl: 'no-store' }
}

/** Chinese, and English beside it. */
export function both({ zh, en }: Bilingual): Html {
  return html`${zh} <span class="quiet" lang="en">${en}</span>`
}

/** A page that sends the browser on: a link besides, where it does not go by itself. */
export function goingPage(goTo: string, sheets: Stylesheets): Promise<PageAnswer> {
  const content = html`<p><a href="${goTo}">${both({ zh: '继续', en: 'Continue' })}</a></p>`
  return oauthPage({ title: { zh: '正在转到', en: 'Continuing' }, content, goTo }, sheets)
}

/** A page that says why there is no authorization. The app is not told: it may not be one. */
export function problemPage(problem: Bilingual, status: number, sheets: Stylesheets): Promise<PageAnswer> {
  const content = html`<p class="problem">${problem.zh}<br><span class="quiet" lang="en">${problem.en}</span></p>`
  return oauthPage({ title: { zh: '无法授权', en: 'Cannot authorize' }, content }, sheets, status)
}
