import { codeBlock } from '../page/code-block.ts'
import { button, type Child, element, labelledField, selectBox, show } from '../page/element.ts'
import { localize, say } from '../page/localize.ts'
import type { ReceivedDelivery, SandboxState } from './sandbox-server.ts'

/** A part of the page that shows the state of the app. */
export type Panel = Readonly<{ node: HTMLElement; update: (state: SandboxState) => void }>

/** Performs an action on the server and shows the new state. */
export type Act = (action: 'clock' | 'fault' | 'hook', members: Readonly<Record<string, unknown>>) => void

/** The section of a panel. @param id of its heading */
export function panelSection(id: string, title: string, ...content: readonly Child[]): HTMLElement {
  return element('section', { 'aria-labelledby': id }, element('h2', { id }, title), content)
}

const steps = [
  { seconds: 3600, zh: '+1小时', en: '+1 hour' },
  { seconds: 86_400, zh: '+1天', en: '+1 day' },
  { seconds: 30 * 86_400, zh: '+30天', en: '+30 days' },
  { seconds: -86_400, zh: '-1天', en: '-1 day' },
] as const

/** Shows the clock of the app's seller, with controls to move it. */
export function clockPanel(act: Act): Panel {
  const time = element('strong')
  const placeholder = '2026-12-31 23:59:50'
  const input = element('input', { id: 'sandbox-time', type: 'text', placeholder, inputmode: 'numeric' })
  const inputLabel = say('时间 yyyy-MM-dd HH:mm:ss', 'Time yyyy-MM-dd HH:mm:ss')
  const set = button(say('设为该时间', 'Set time'), () => act('clock', { to: input.value.trim() }))
  const moves = steps.map((step) => button(localize(step), () => act('clock', { move_seconds: step.seconds })))
  const back = button(say('回到现在', 'Back to now'), () => act('clock', { to: 'now' }))
  const note = say(
    '每个测试应用的连锁有自己的时钟，互不影响；拨动后，到期的券立即变为过期，expired 事件在20秒内写入。请求的 timestamp 须与它相差不超过10分钟，API工具会自动对齐。',
    'The seller of each test app has its own clock, independent of the others. When the clock moves, coupons past their last day expire immediately and expired events are written within 20 seconds. Timestamps of calls must be within ten minutes of this clock; the API tool adjusts automatically.',
  )
  return {
    node: panelSection(
      'sandbox-clock',
      say('时钟', 'Clock'),
      element('p', say('连锁的时间（GMT+8）：', "Seller's time (GMT+8): "), time),
      element('p.note', note),
      element('p.buttons', moves, back),
      element('p.field', element('label', { for: input.id }, inputLabel), input, set),
    ),
    update: (state) => show(time, state.clock),
  }
}

const kinds = [
  { kind: 'remote', zh: '错误15 isp.*（可重试）', en: 'Code 15 isp.* (retriable)' },
  { kind: 'unavailable', zh: '错误10 服务不可用', en: 'Code 10, service unavailable' },
  { kind: 'limited', zh: '错误7 限流', en: 'Code 7, rate limit' },
  { kind: 'slow', zh: '响应缓慢', en: 'Slow response' },
  { kind: 'cut-before', zh: '断开连接，未执行', en: 'Connection cut, call not executed' },
  {
    kind: 'cut-after',
    zh: '断开连接，已执行（用同一 out_request_no 重试验证幂等）',
    en: 'Connection cut, call executed (retry with the same out_request_no to test idempotency)',
  },
] as const

/** Controls to inject faults into the next calls of this app. */
export function faultPanel(act: Act): Panel {
  const choices = kinds.map((choice) => ({ value: choice.kind, text: localize(choice) }))
  const kind = selectBox({ id: 'fault-kind' }, choices)
  const calls = numberInput('fault-calls', 1, 1000)
  const seconds = numberInput('fault-seconds', 3, 60)
  const status = element('p', { role: 'status' })
  const inject = button(say('注入', 'Inject'), () => {
    act('fault', { kind: kind.value, calls: Number(calls.value), seconds: Number(seconds.value) })
  })
  const clear = button(say('清除', 'Clear'), () => act('fault', { kind: 'none' }))
  const note = say(
    '只影响本应用，签名等检查通过之后发生。',
    'Affects only this app, after signature and other checks have passed.',
  )
  return {
    node: panelSection(
      'sandbox-fault',
      say('故障注入', 'Fault injection'),
      element('p.note', note),
      labelledField(say('故障', 'Fault'), kind),
      labelledField(say('接下来的调用次数', 'Number of calls'), calls),
      labelledField(say('秒（缓慢或限流）', 'Seconds (slow or rate limit)'), seconds),
      element('p.buttons', inject, clear),
      status,
    ),
    update({ fault }) {
      const shown = kinds.find((choice) => choice.kind === fault?.kind)
      const none = say('当前没有故障', 'No active fault')
      show(status, fault === undefined || shown === undefined ? none : `${localize(shown)} × ${fault.calls}`)
    },
  }
}

function numberInput(id: string, value: number, max: number): HTMLInputElement {
  return element('input', { id, type: 'number', min: '1', max: String(max), value: String(value) })
}

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
