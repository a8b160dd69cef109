/** Why a text is not a webhook URL. */
export type WebhookUrlRule = Readonly<{ zh: string; en: string }>

const maxUrlLength = 2048

/** @returns the URL as it is stored, or the rule it breaks */
export function readWebhookUrl(text: string): Readonly<{ url: string }> | Readonly<{ rule: WebhookUrlRule }> {
  if (text.length > maxUrlLength)
    return { rule: { zh: `最长${maxUrlLength}个字符`, en: `at most ${maxUrlLength} characters` } }
  if (!URL.canParse(text)) return { rule: notHttp }
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { rule: notHttp }
  if (url.username !== '' || url.password !== '') return { rule: withPassword }
  url.hash = ''
  return { url: url.href }
}

const notHttp: WebhookUrlRule = { zh: '应为http或https地址', en: 'must be an http or https address' }
const withPassword: WebhookUrlRule = { zh: '不能包含用户名或密码', en: 'must not hold a user or password' }
