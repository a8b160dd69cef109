import type { Text } from './text.ts'

/** How answers of today's CRM and ours may differ in a shadow run. */
export const deviationClasses = {
  missing: { zh: '药券缺券', en: 'coupon missing here' },
  extra: { zh: '药券多券', en: 'coupon only here' },
  /** A coupon more than once on a page. */
  repeated: { zh: '重复的券', en: 'coupon repeated' },
  field: { zh: '成员不同', en: 'member' },
  total: { zh: '总数', en: 'total' },
  /** The same coupons in another order, or on other pages. */
  order: { zh: '顺序', en: 'order' },
  /** The same meaning, written otherwise; only where a run counts it. */
  form: { zh: '写法', en: 'form' },
  error: { zh: '错误码', en: 'error code' },
  signature: { zh: '签名', en: 'signature' },
  /** What today's CRM made of a write that Yaoquan did, or the reverse. */
  write: { zh: '写操作', en: 'write' },
  /** What was gone once the coupons of the answer were learned. */
  later: { zh: '学习后一致', en: 'equal once learned' },
  /** A coupon that was not learned, or not whole. */
  learning: { zh: '学习', en: 'learning' },
} as const satisfies Readonly<Record<string, Text>>

export type DeviationClass = keyof typeof deviationClasses

export const deviationClassNames = Object.keys(deviationClasses) as readonly DeviationClass[]

/** What deviates, and is equal when it is asked again this much later, or was this much earlier, is timing and no deviation. */
export const shadowTimingSeconds = 5

/** Why calls of a shadow run were not compared. */
export const skipReasons = {
  'other-method': { zh: '其他方法', en: 'other methods' },
  batch: { zh: '无法拆分的批量调用', en: 'batches that cannot be split' },
  'packed-request': { zh: '无法解压的请求体', en: 'requests that cannot be unpacked' },
  'refused-caller': {
    zh: '上游因调用方或自身状态而拒绝',
    en: 'refused by the upstream for the caller or its own state',
  },
  'no-top-answer': { zh: '上游的应答不是TOP应答', en: 'answers that are not of TOP' },
  'other-seller': { zh: '其他连锁', en: 'other sellers' },
  'unknown-seller': { zh: '连锁未知', en: 'seller unknown' },
  unanswered: { zh: '上游没有应答', en: 'without an answer' },
  busy: { zh: '来不及比较', en: 'too many at the same time' },
  /** Comparing takes only a share, so that calls pass fast. */
  sampled: { zh: '处理器繁忙，让路给转发', en: 'left out, since the processors are busy' },
  large: { zh: '过长', en: 'too long' },
  'own-fault': { zh: '药券自身的故障', en: 'faults of our own' },
  routed: { zh: '路由只到一边', en: 'routed to one side alone' },
} as const satisfies Readonly<Record<string, Text>>

export type SkipReason = keyof typeof skipReasons

export const skipReasonNames = Object.keys(skipReasons) as readonly SkipReason[]

/** The system that answers a call of a shadow run. Without a route it is `compare`. */
export const shadowRoutes = {
  upstream: { zh: '现有CRM应答，不比较', en: "today's CRM answers, not compared" },
  compare: { zh: '现有CRM应答，并比较', en: "today's CRM answers, compared" },
  mirrored: {
    zh: '药券应答，写操作也送到现有CRM',
    en: "Yaoquan answers, today's CRM gets writes too",
  },
  ours: { zh: '药券应答', en: 'Yaoquan answers' },
} as const satisfies Readonly<Record<string, Text>>

export type ShadowRouteName = keyof typeof shadowRoutes

export const shadowRouteNames = Object.keys(shadowRoutes) as readonly ShadowRouteName[]

/** Why a call went to today's CRM although some app is routed to Yaoquan: its app and API could not be read without doubt. */
export const unreadableReasons = {
  batch: { zh: '批量调用', en: 'batches' },
  packed: { zh: '请求体已压缩', en: 'compressed requests' },
  unclear: { zh: '参数不明确', en: 'unclear parameters' },
  large: { zh: '过长', en: 'too long' },
} as const satisfies Readonly<Record<string, Text>>

export type UnreadableReason = keyof typeof unreadableReasons

export const unreadableReasonNames = Object.keys(unreadableReasons) as readonly UnreadableReason[]

/** What a person may ask of a shadow run before the switch, with the range of the goal. A limit must not be exceeded, others be reached. */
export const shadowConditions = {
  days: { zh: '有比较的天数', en: 'days with comparisons', min: 1, max: 400, decimals: 0, isLimit: false },
  calls: { zh: '已比较的调用', en: 'calls compared', min: 1, max: 1e12, decimals: 0, isLimit: false },
  agreement: { zh: '一致率 %', en: 'agreement %', min: 0, max: 100, decimals: 2, isLimit: false },
  coverage: { zh: '覆盖率 %', en: 'coverage %', min: 0, max: 100, decimals: 2, isLimit: false },
  openClasses: {
    zh: '未处理的差异类',
    en: 'open classes of deviations',
    min: 0,
    max: 1_000,
    decimals: 0,
    isLimit: true,
  },
} as const satisfies Readonly<
  Record<string, Text & Readonly<{ min: number; max: number; decimals: 0 | 2; isLimit: boolean }>>
>

export type ShadowConditionName = keyof typeof shadowConditions

export const shadowConditionNames = Object.keys(shadowConditions) as readonly ShadowConditionName[]

/** The goal of a condition; undefined for a text that is none. */
export function shadowGoalOf(name: ShadowConditionName, text: string): number | undefined {
  const { min, max, decimals } = shadowConditions[name]
  const form = decimals === 0 ? /^\d{1,13}$/ : /^\d{1,3}(?:\.\d{1,2})?$/
  const goal = form.test(text) ? Number(text) : Number.NaN
  return goal >= min && goal <= max ? goal : undefined
}

/** What a goal must be. */
export function shadowGoalRule(name: ShadowConditionName): Text {
  const { min, max, decimals } = shadowConditions[name]
  const [least, most] = [min, max].map((bound) => bound.toLocaleString('en'))
  return decimals === 0
    ? { zh: `应为 ${least} 到 ${most} 的整数`, en: `must be an integer from ${least} to ${most}` }
    : { zh: `应为 ${least} 到 ${most}，最多两位小数`, en: `must be ${least} to ${most} with at most two decimals` }
}
