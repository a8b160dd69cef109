import type { Condition, Conditions, Figures } from '#server'
import { say } from '#terminal/language'

type Deviating = Pick<Figures['open'][number], 'class'>

/** What a class of deviations is called. */
export function classText({ class: ofClass }: Deviating): string {
  return say(...(classes[ofClass] ?? [ofClass, ofClass]))
}

const classes: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  missing: ['药券缺券', 'coupon missing here'],
  extra: ['药券多券', 'coupon only here'],
  repeated: ['重复的券', 'coupon repeated'],
  field: ['成员不同', 'member'],
  total: ['总数', 'total'],
  order: ['顺序', 'order'],
  error: ['错误码', 'error code'],
  signature: ['签名', 'signature'],
}

/** Why calls were not compared, with their numbers. */
export function skippedTexts({
  skipped,
}: Pick<Figures, 'skipped'>): readonly (readonly [reason: string, calls: number])[] {
  return Object.entries(skipped).map(([reason, calls]) => [say(...(reasons[reason] ?? [reason, reason])), calls])
}

const reasons: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'other-method': ['其他方法', 'other methods'],
  batch: ['批量调用', 'batches'],
  'packed-request': ['请求体已压缩', 'compressed requests'],
  'refused-caller': ['上游因调用方或自身状态而拒绝', 'refused by the upstream for the caller or its own state'],
  'no-top-answer': ['上游的应答不是TOP应答', 'answers that are not of TOP'],
  'other-seller': ['其他连锁', 'other sellers'],
  unanswered: ['上游没有应答', 'without an answer'],
  busy: ['来不及比较', 'too many at the same time'],
  large: ['过长', 'too long'],
  'own-fault': ['药券自身的故障', 'faults of our own'],
}

/** What a condition is called. */
export function conditionText(name: keyof Conditions): string {
  return say(...conditions[name])
}

const conditions: Readonly<Record<keyof Conditions, readonly [zh: string, en: string]>> = {
  days: ['有比较的天数', 'days with comparisons'],
  calls: ['已比较的调用', 'calls compared'],
  agreement: ['一致率 %', 'agreement %'],
  coverage: ['覆盖率 %', 'coverage %'],
  openClasses: ['未处理的差异类', 'open classes of deviations'],
}

/** The goal of a condition: `≥ 1,000,000`. */
export function goalText({ goal, isLimit }: Condition): string {
  return `${isLimit ? '≤' : '≥'} ${goal.toLocaleString('en-US')}`
}

/** What a condition lacks. */
export function verdictText({ isMet, goal, figure, isLimit }: Condition): string {
  if (isMet) return say('已达到', 'met')
  if (isLimit ? figure <= goal : figure >= goal) return say('还没有比较过调用', 'no call was compared yet')
  const difference = Math.round((isLimit ? figure - goal : goal - figure) * 100) / 100
  return isLimit
    ? say(`多 ${difference}`, `${difference} too many`)
    : say(`还差 ${difference}`, `${difference} missing`)
}

/** Where the counts of days name open classes, and the file with their examples was damaged. */
export function lostRowsText(classes: number): string {
  return say(
    `未处理的差异类 ${classes}，例子的文件曾损坏`,
    `open classes: ${classes}; the file with their examples was damaged`,
  )
}

/** Percent; never 100 while a call is missing. */
export function shareText(part: number, whole: number): string {
  return whole === 0 ? '-' : `${(Math.floor((part * 10_000) / whole) / 100).toFixed(2)}%`
}

export function percentText(percent: number | undefined): string {
  return percent === undefined ? '-' : `${percent.toFixed(2)}%`
}
