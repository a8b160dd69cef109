import { baseStringSection } from '../page/base-string-section.ts'
import { codeBlock } from '../page/code-block.ts'
import { element } from '../page/element.ts'
import { localize } from '../page/localize.ts'
import { section } from '../page/section.ts'
import { gatewayPath } from './send-form.ts'
import { requestText, type SignedCall } from './tool-call.ts'

/** Shows the base string, the signature and the HTTP request. */
export function requestView({ base, sign, body }: SignedCall): HTMLElement {
  const gateway = { host: location.host, path: gatewayPath }
  return element(
    'div',
    {},
    baseStringSection(localize(texts.base), base),
    section(localize(texts.sign), codeBlock(sign, localize(texts.sign))),
    section(localize(texts.request), codeBlock(requestText(body, gateway), localize(texts.request))),
  )
}

const texts = {
  base: { zh: '待签名串', en: 'Base string' },
  sign: { zh: '签名 sign', en: 'Signature' },
  request: { zh: 'HTTP 请求', en: 'HTTP request' },
} as const
