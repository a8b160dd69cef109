import { button, element, show } from '../page/element.ts'
import { localize, say } from '../page/localize.ts'
import { type Act, type Panel, panelSection } from './panel.ts'

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
