import { button, element, show } from '../page/element.ts'
import { say } from '../page/say.ts'
import type { Act, Panel } from './panel.ts'

const kinds = [
  { kind: 'remote', zh: '错误15 isp.*（可重试）', en: 'Code 15 isp.* (may be retried)' },
  { kind: 'unavailable', zh: '错误10 服务不可用', en: 'Code 10, service unavailable' },
  { kind: 'limited', zh: '错误7 限流', en: 'Code 7, limited' },
  { kind: 'slow', zh: '应答缓慢', en: 'Slow answer' },
  { kind: 'cut-before', zh: '断开连接，未执行', en: 'Connection lost, nothing done' },
  {
    kind: 'cut-after',
    zh: '断开连接，已执行（用同一 out_request_no 重试验证幂等）',
    en: 'Connection lost, but done (retry with the same out_request_no)',
  },
] as const

/** Faults that the next calls of this app meet. */
export function faultPanel(act: Act): Panel {
  const kind = element(
    'select',
    { id: 'fault-kind' },
    ...kinds.map((choice) => element('option', { value: choice.kind }, say(choice))),
  )
  const calls = numberInput('fault-calls', 1, 1000)
  const seconds = numberInput('fault-seconds', 3, 60)
  const standing = element('p', { role: 'status' })
  const inject = button(say({ zh: '注入', en: 'Inject' }), () => {
    act('fault', { kind: kind.value, calls: Number(calls.value), seconds: Number(seconds.value) })
  })
  const clear = button(say({ zh: '清除', en: 'Clear' }), () => act('fault', { kind: 'none' }))
  return {
    node: element(
      'section',
      { 'aria-labelledby': 'sandbox-fault' },
      element('h2', { id: 'sandbox-fault' }, say({ zh: '故障注入', en: 'Fault injection' })),
      element(
        'p',
        { class: 'note' },
        say({
          zh: '只影响本应用，签名等检查通过之后发生。',
          en: 'Only for this app, after signature and all other checks.',
        }),
      ),
      field('fault-kind', { zh: '故障', en: 'Fault' }, kind),
      field('fault-calls', { zh: '接下来的调用次数', en: 'For so many calls' }, calls),
      field('fault-seconds', { zh: '秒（缓慢或限流）', en: 'Seconds (slow, limited)' }, seconds),
      element('p', { class: 'buttons' }, inject, clear),
      standing,
    ),
    update({ fault }) {
      const shown = kinds.find((choice) => choice.kind === fault?.kind)
      const none = say({ zh: '当前没有故障', en: 'No fault stands' })
      show(standing, fault === undefined || shown === undefined ? none : `${say(shown)} × ${fault.calls}`)
    },
  }
}

function numberInput(id: string, value: number, max: number): HTMLInputElement {
  return element('input', { id, type: 'number', min: '1', max: String(max), value: String(value) })
}

function field(id: string, label: Readonly<{ zh: string; en: string }>, control: HTMLElement): HTMLElement {
  return element('p', { class: 'field' }, element('label', { for: id }, say(label)), control)
}
