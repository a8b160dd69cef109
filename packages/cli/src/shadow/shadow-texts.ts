import {
  deviationClasses,
  type ShadowConditionName,
  type ShadowRouteName,
  shadowConditions,
  shadowRouteNames,
  shadowRoutes,
  shadowTimingSeconds,
  skipReasonNames,
  skipReasons,
  unreadableReasonNames,
  unreadableReasons,
} from '@yaoquan/api'
import type { Condition, Figures, RunSwitch, StoredReport, SwitchState } from '#server'
import { instantText, say } from '#terminal/output'

type Deviating = Pick<Figures['open'][number], 'class'>

/** What a class of deviations is called. */
export function classText({ class: ofClass }: Deviating): string {
  const { zh, en } = deviationClasses[ofClass]
  return say(zh, en)
}

/** What agreed only at the second look. */
export const timingText = say(
  `只差 ${shadowTimingSeconds} 秒内的变化`,
  `differ only by a change within ${shadowTimingSeconds} s`,
)

/** The titles of what `ruleTexts` gives. */
export function ruleTitles(): readonly string[] {
  return [
    say('不成文的规则', 'unwritten rule'),
    say('次数', 'seen'),
    say('例：券', 'example: coupon'),
    say('使药券相同的设置', 'setting that ends it'),
  ]
}

/** A rule of the CRM of today: what it says, how often it was seen, an example, and the setting that makes Yaoquan agree. */
export function ruleTexts({ text, count, of, couponCode }: Figures['rules'][number]): readonly string[] {
  const { zh, en, setting } = text
  const seen = count === of ? String(count) : say(`${count}（共 ${of}）`, `${count} of ${of}`)
  return [
    say(zh, en),
    seen,
    couponCode || '-',
    setting === undefined ? say('没有', 'none') : say(setting.zh, setting.en),
  ]
}

/** How many coupons and members were compared, and equal at least once; the numbers of answers are estimates. */
export function coveredTexts({ covered: { coupons, members } }: Pick<Figures, 'covered'>): readonly string[] {
  if (coupons.seen === 0) return []
  const { known = 0 } = coupons
  const [all, seen, equal] = [known, coupons.seen, coupons.agreed].map(numberText)
  const share = shareText(Math.min(coupons.agreed, known), known)
  const [seenMembers, equalMembers] = [members.seen, members.agreed].map(numberText)
  return [
    say(
      `券：药券有 ${all}，应答中约 ${seen}，其中至少一次完全相同的约 ${equal} (${share})`,
      `coupons: ${all} here, about ${seen} in answers, of these about ${equal} equal at least once (${share})`,
    ),
    say(
      `会员（按手机号或卡号）：应答中约 ${seenMembers}，其中至少一次完全相同的约 ${equalMembers}`,
      `members (by phone or card): about ${seenMembers} in answers, of these about ${equalMembers} equal at least once`,
    ),
  ]
}

function numberText(number: number): string {
  return number.toLocaleString('en-US')
}

/** The titles of a table of sellers, before those of the verdicts. */
export const sellerTitle = say('连锁', 'seller')

/** Why calls were not compared, with their numbers. */
export function skippedTexts({
  skipped,
}: Pick<Figures, 'skipped'>): readonly (readonly [reason: string, calls: number])[] {
  return skipReasonNames.flatMap((reason) => {
    const calls = skipped[reason]
    const { zh, en } = skipReasons[reason]
    return calls === undefined ? [] : [[say(zh, en), calls] as const]
  })
}

/** What was learned from answers; undefined for a run that never learned. */
export function learnedText({ learned }: Pick<StoredReport, 'learned'>): string | undefined {
  if (learned === undefined) return undefined
  const { seen, created, moved, notLearned, orders = 0, failedAnswers } = learned
  const failed = failedAnswers === 0 ? ['', ''] : [`，失败的应答 ${failedAnswers}`, `, ${failedAnswers} answers failed`]
  return say(
    `从应答学习：新券 ${created}，变更 ${moved}，订单 ${orders}，应答中的券 ${seen}，未学习 ${notLearned}${failed[0]}`,
    `learned from answers: ${created} new coupons, ${moved} changes, ${orders} orders; ${seen} coupons of answers, ${notLearned} not learned${failed[1]}`,
  )
}

const shownGaps = 3

/** The latest times in which calls may have passed uncounted, and why less is compared now than could be. */
export function gapTexts({ gaps = [], switching }: Pick<StoredReport, 'gaps' | 'switching'>): readonly string[] {
  const seesLess = switching.state?.seesLess
  const now =
    seesLess === undefined
      ? []
      : [say(`影子现在没有比较全部调用：${seesLess.zh}`, `the shadow does not compare all calls now: ${seesLess.en}`)]
  const earlier = gaps.slice(-shownGaps).map(({ fromMs, toMs }) => {
    const [from, to] = [instantText(fromMs), instantText(toMs)]
    return say(
      `${from} 至 ${to} 之间的调用可能未计入：进程被强行结束`,
      `calls from ${from} to ${to} may not be counted: the process was killed`,
    )
  })
  return [...now, ...earlier]
}

/** The system that answers by a route. */
export function routeText(route: ShadowRouteName): string {
  const { zh, en } = shadowRoutes[route]
  return say(zh, en)
}

/** How many calls each side got since the shadow was started; empty while no route leads to Yaoquan. */
export function routedTexts(state: SwitchState | undefined): readonly string[] {
  if (state === undefined) return []
  const routed = shadowRouteNames.flatMap((route) => {
    const calls = state.routed[route]
    return calls === undefined ? [] : [`${routeText(route)} ${calls}`]
  })
  const unread = unreadableReasonNames.flatMap((reason) => {
    const calls = state.unread[reason]
    const { zh, en } = unreadableReasons[reason]
    return calls === undefined ? [] : [`${say(zh, en)} ${calls}`]
  })
  return [
    ...(routed.length === 0 ? [] : [say(`启动以来：${routed.join('；')}`, `since the start: ${routed.join('; ')}`)]),
    ...mirrorTexts(state),
    ...(unread.length === 0
      ? []
      : [
          say(
            `读不出应用与方法，由现有CRM应答：${unread.join('，')}`,
            `went to the CRM of today, app and method could not be read: ${unread.join(', ')}`,
          ),
        ]),
  ]
}

function mirrorTexts({ mirror, onlyOurs = {} }: SwitchState): readonly string[] {
  const lost = Object.entries(onlyOurs).map(([method, calls]) => `${method} ${calls}`)
  const losing =
    lost.length === 0
      ? []
      : [
          say(
            `只有药券收到，退回会失去：${lost.join('，')}`,
            `only Yaoquan got, lost on the way back: ${lost.join(', ')}`,
          ),
        ]
  if (mirror === undefined || mirror.waiting + mirror.delivered + mirror.refused === 0) return losing
  const { waiting, oldestAtMs, delivered, refused } = mirror
  const since =
    oldestAtMs === undefined ? ['', ''] : [`（自 ${instantText(oldestAtMs)}）`, ` (since ${instantText(oldestAtMs)})`]
  return [
    say(
      `送往现有CRM的写操作：等待 ${waiting}${since[0]}，已送到 ${delivered}，被拒绝 ${refused}`,
      `writes to the CRM of today: ${waiting} wait${since[1]}, ${delivered} delivered, ${refused} refused`,
    ),
    ...losing,
  ]
}

/** What the CRM of today refused of the writes that Yaoquan did. */
export function refusedTexts({ refused }: RunSwitch): readonly string[] {
  return refused.map(({ appKey, method, code, subCode, count, lastAtMs }) =>
    say(
      `现有CRM拒绝 ${count} 次：${appKey} ${method} ${code} ${subCode}，最近 ${instantText(lastAtMs)}`,
      `refused by the CRM of today ${count} times: ${appKey} ${method} ${code} ${subCode}, latest ${instantText(lastAtMs)}`,
    ),
  )
}

/** Whether the running shadow follows the routes of the file. */
export function forceText({ isInForce, isDamaged, state }: RunSwitch): string {
  if (isDamaged)
    return say('路由文件已损坏，影子继续使用已有的路由', 'the file of routes is damaged; the shadow keeps those it had')
  if (state?.problem !== undefined)
    return say(`路由可能不是最新：${state.problem}`, `routes may be old: ${state.problem}`)
  return isInForce
    ? say('已生效', 'in force')
    : say('尚未生效，影子没有运行', 'not in force yet: the shadow does not run')
}

/** What a condition is called. */
export function conditionText(name: ShadowConditionName): string {
  const { zh, en } = shadowConditions[name]
  return say(zh, en)
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
