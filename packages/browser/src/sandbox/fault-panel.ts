import { button, element, labelledField, selectBox, show } from '../page/element.ts'
import { localize, say } from '../page/localize.ts'
import { type Act, type Panel, panelSection } from './panel.ts'

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
