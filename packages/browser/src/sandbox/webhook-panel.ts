import { codeBlock } from '../page/code-block.ts'
import { button, type Child, element, show } from '../page/element.ts'
import { localize, say } from '../page/localize.ts'
import { type Act, type Panel, panelSection } from './panel.ts'
import type { ReceivedDelivery, SandboxState } from './sandbox-server.ts'

const answers = [
  { status: 200, delaySeconds: 0, zh: '响应200', en: 'Respond 200' },
  { status: 500, delaySeconds: 0, zh: '响应500（会重试）', en: 'Respond 500 (retried)' },
  { status: 200, delaySeconds: 5, zh: '5秒后响应200', en: 'Respond 200 after 5 s' },
  { status: 200, delaySeconds: 15, zh: '15秒后响应（超时，会重试）', en: 'Respond after 15 s (times out, retried)' },
] as const

/** Shows the deliveries to a webhook of the app's seller that this page receives. */
export function webhookPanel(act: Act): Panel {
  const address = element('div')
  const list = element('div')
  const note = say(
    '点击即登记一个由本页接收的webhook，从最近十个事件送起。',
    'Click to register a webhook received by this page; delivery starts with the last ten events.',
  )
  const buttons = answers.map((answer) =>
    button(localize(answer), () => act('hook', { status: answer.status, delay_seconds: answer.delaySeconds })),
  )
  const title = say('Webhook检查器', 'Webhook inspector')
  let shown = ''
  return {
    node: panelSection('sandbox-hook', title, element('p.note', note), element('p.buttons', buttons), address, list),
    update({ hook }) {
      // Redrawn only after a change, so that the text does not move while it is read.
      const text = JSON.stringify(hook)
      if (hook === undefined || text === shown) return
      shown = text
      show(address, addressView(hook))
      show(list, hook.deliveries.map(deliveryView))
    },
  }
}

function addressView({ url, secret, answer }: NonNullable<SandboxState['hook']>): Child {
  const note = say(
    `签名 X-Yaoquan-Signature = 十六进制 HMAC-SHA256(secret, X-Yaoquan-Timestamp + "." + 请求体)；现在响应 ${answer.status}`,
    `X-Yaoquan-Signature = hex HMAC-SHA256(secret, X-Yaoquan-Timestamp + "." + body); now responding with ${answer.status}`,
  )
  return [codeBlock(`url    ${url}\nsecret ${secret}`, 'webhook'), element('p.note', note)]
}

function deliveryView(delivery: ReceivedDelivery): HTMLElement {
  const verdict = delivery.isSignatureRight ? say('签名正确', 'signature valid') : say('签名错误', 'signature invalid')
  const headers = Object.entries(delivery.headers).map(([name, value]) => `${name}: ${value}`)
  return element(
    'details',
    element('summary', `${delivery.at}  ${delivery.status}  ${verdict}`),
    codeBlock(`${headers.join('\n')}\n\n${delivery.body}`, say('请求', 'Request')),
  )
}
