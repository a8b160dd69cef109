import { type Html, html } from '#site/html'
import { type PageAnswer, page } from '#site/page-route'

/** A page of the authorization, for people. It runs no script, and no cache keeps it. @param goTo where the browser goes by itself */
export function oauthPage(
  { title, content, goTo }: Readonly<{ title: string; content: Html; goTo?: string | undefined }>,
  status = 200,
): PageAnswer {
  const text = `<!doctype html>\n${html`<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${goTo && html`<meta http-equiv="refresh" content="0;url=${goTo}">\n`}<title>${title} - 药券 Yaoquan</title>
<link rel="icon" href="data:,">
</head>
<body>
<main id="content">
<h1>${title}</h1>
${content}
</main>
</body>
</html>`}\n`
  return { ...page(text, 'text/html; charset=utf-8', status), cacheControl: 'no-store' }
}

/** A page that sends the browser on: a link besides, where it does not go by itself. */
export function goingPage(goTo: string): PageAnswer {
  return oauthPage({
    title: '正在转到 (continuing)',
    content: html`<p><a href="${goTo}">继续 (continue)</a></p>`,
    goTo,
  })
}

/** A page that says why there is no authorization. The app is not told: it may not be one. */
export function problemPage(zh: string, en: string, status: number): PageAnswer {
  return oauthPage({ title: '无法授权 (cannot authorize)', content: html`<p>${zh} (${en})</p>` }, status)
}
