import { button, element, show } from '../page/element.ts'
import { labelledField } from '../page/labelled-field.ts'
import { localize } from '../page/localize.ts'
import type { Act, Panel } from './panel.ts'

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
  const kind = element(
    'select',
    { id: 'fault-kind' },
    ...kinds.map((choice) => element('option', { value: choice.kind }, localize(choice))),
  )
  const calls = numberInput('fault-calls', 1, 1000)
  const seconds = numberInput('fault-seconds', 3, 60)
  const status = element('p', { role: 'status' })
  const inject = button(localize({ zh: '注入', en: 'Inject' }), () => {
    act('fault', { kind: kind.value, calls: Number(calls.value), seconds: Number(seconds.value) })
  })
  const clear = button(localize({ zh: '清除', en: 'Clear' }), () => act('fault', { kind: 'none' }))
  return {
    node: element(
      'section',
      { 'aria-labelledby': 'sandbox-fault' },
      element('h2', { id: 'sandbox-fault' }, localize({ zh: '故障注入', en: 'Fault injection' })),
      element(
        'p',
        { class: 'note' },
        localize({
          zh: '只影响本应用，签名等检查通过之后发生。',
          en: 'Affects only this app, after signature and other checks have passed.',
        }),
      ),
      labelledField('fault-kind', localize({ zh: '故障', en: 'Fault' }), kind),
      labelledField('fault-calls', localize({ zh: '接下来的调用次数', en: 'Number of calls' }), calls),
      labelledField('fault-seconds', localize({ zh: '秒（缓慢或限流）', en: 'Seconds (slow or rate limit)' }), seconds),
      element('p', { class: 'buttons' }, inject, clear),
      status,
    ),
    update({ fault }) {
      const shown = kinds.find((choice) => choice.kind === fault?.kind)
      const none = localize({ zh: '当前没有故障', en: 'No active fault' })
      show(status, fault === undefined || shown === undefined ? none : `${localize(shown)} × ${fault.calls}`)
    },
  }
}

function numberInput(id: string, value: number, max: number): HTMLInputElement {
  return element('input', { id, type: 'number', min: '1', max: String(max), value: String(value) })
}
