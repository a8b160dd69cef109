import { codeBlock } from '../page/code-block.ts'
import { button, element, show } from '../page/element.ts'
import { say } from '../page/say.ts'
import type { Act, Panel } from './panel.ts'
import type { SandboxState, SeenDelivery } from './sandbox-server.ts'

const answers = [
  { status: 200, delaySeconds: 0, zh: '应答200', en: 'Answer 200' },
  { status: 500, delaySeconds: 0, zh: '应答500（会重试）', en: 'Answer 500 (retried)' },
  { status: 200, delaySeconds: 5, zh: '5秒后应答200', en: 'Answer 200 after 5 s' },
  { status: 200, delaySeconds: 15, zh: '15秒后应答（超时，会重试）', en: 'Answer after 15 s (times out, retried)' },
] as const

/** What the webhooks of this app's chain brought. */
export function hookPanel(act: Act): Panel {
  const place = element('div')
  const list = element('div')
  let shown = ''
  return {
    node: element(
      'section',
      { 'aria-labelledby': 'sandbox-hook' },
      element('h2', { id: 'sandbox-hook' }, say({ zh: 'Webhook检查器', en: 'Webhook inspector' })),
      element(
        'p',
        { class: 'note' },
        say({
          zh: '点击即登记一个由本页接收的webhook，从第一个事件送起。',
          en: 'One click registers a webhook that this page receives, from the first event on.',
        }),
      ),
      element(
        'p',
        { class: 'buttons' },
        ...answers.map((answer) =>
          button(say(answer), () => act('hook', { status: answer.status, delay_seconds: answer.delaySeconds })),
        ),
      ),
      place,
      list,
    ),
    update({ hook }) {
      // Drawn anew only when something changed: what is being read must not move.
      const text = JSON.stringify(hook)
      if (hook === undefined || text === shown) return
      shown = text
      show(place, placeOf(hook))
      show(list, ...hook.deliveries.map(deliveryView))
    },
  }
}

function placeOf({ url, secret, answer }: NonNullable<SandboxState['hook']>): HTMLElement {
  const note = say({
    zh: `签名 X-Yaoquan-Signature = 十六进制 HMAC-SHA256(secret, X-Yaoquan-Timestamp + "." + 请求体)；现在应答 ${answer.status}`,
    en: `X-Yaoquan-Signature = hex HMAC-SHA256(secret, X-Yaoquan-Timestamp + "." + body); now answering ${answer.status}`,
  })
  return element(
    'div',
    {},
    codeBlock(`url    ${url}\nsecret ${secret}`, 'webhook'),
    element('p', { class: 'note' }, note),
  )
}

function deliveryView(delivery: SeenDelivery): HTMLElement {
  const verdict = delivery.isSignatureRight
    ? say({ zh: '签名正确', en: 'signature right' })
    : say({ zh: '签名错误', en: 'signature wrong' })
  const headers = Object.entries(delivery.headers).map(([name, value]) => `${name}: ${value}`)
  return element(
    'details',
    {},
    element('summary', {}, `${delivery.at}  ${delivery.status}  ${verdict}`),
    codeBlock(`${headers.join('\n')}\n\n${delivery.body}`, say({ zh: '请求', en: 'Request' })),
  )
}
