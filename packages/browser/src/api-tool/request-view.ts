import { codeBlock } from '../page/code-block.ts'
import { element } from '../page/element.ts'
import { say } from '../page/say.ts'
import { gatewayPath } from './send-form.ts'
import { requestText, type SignedCall } from './tool-call.ts'

/** What was signed, the signature, and the request as it goes over the wire. */
export function requestView({ base, sign, body }: SignedCall): HTMLElement {
  const gateway = { host: location.host, path: gatewayPath }
  return element(
    'div',
    {},
    part(say(texts.base), element('p', { class: 'note' }, say(texts.baseNote)), codeBlock(base, say(texts.base))),
    part(say(texts.sign), codeBlock(sign, say(texts.sign))),
    part(say(texts.request), codeBlock(requestText(body, gateway), say(texts.request))),
  )
}

function part(title: string, ...content: readonly HTMLElement[]): HTMLElement {
  return element('section', {}, element('h3', {}, title), ...content)
}

const texts = {
  base: { zh: '待签名串', en: 'Base string' },
  baseNote: {
    zh: '不含 AppSecret；md5 在首尾各加一次，hmac 以它为密钥。',
    en: 'Without the secret: md5 adds it in front and at the end, hmac takes it as the key.',
  },
  sign: { zh: '签名 sign', en: 'Signature' },
  request: { zh: 'HTTP 请求', en: 'HTTP request' },
} as const
