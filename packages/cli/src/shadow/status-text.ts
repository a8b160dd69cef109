import type { Condition, Figures, RunSwitch, StoredReport } from '#server'
import { instantText, say } from '#terminal/output'
import { table } from '#terminal/table'
import {
  classText,
  conditionText,
  coveredTexts,
  forceText,
  gapTexts,
  goalText,
  learnedText,
  lostRowsText,
  percentText,
  refusedTexts,
  routedTexts,
  routeText,
  ruleTexts,
  ruleTitles,
  sellerTitle,
  shareText,
  skippedTexts,
  timingText,
  verdictText,
} from './shadow-texts.ts'

/** A shadow run for people. */
export function statusText(report: StoredReport, figures: Figures): string {
  const { port, upstream, sellerId, startedAtMs, updatedAtMs, unlisted } = report
  const { calls, open, openClasses, accepted, coverage, days } = figures
  const { seen, compared, agreed } = calls
  const agreement = shareText(agreed, compared)
  const learned = learnedText(report)
  const comparedDays = days.filter((day) => day.compared > 0).length
  return [
    say(
      `端口 ${port}  上游 ${upstream}  连锁 ${sellerId}  自 ${instantText(startedAtMs)} 至 ${instantText(updatedAtMs)}`,
      `port ${port}  upstream ${upstream}  seller ${sellerId}  from ${instantText(startedAtMs)} to ${instantText(updatedAtMs)}`,
    ),
    say(
      `有TOP应答的调用 ${seen}，已比较 ${compared}，一致 ${agreed} (${agreement})`,
      `${seen} calls with a TOP answer, ${compared} compared, ${agreed} agree (${agreement})`,
    ),
    say(
      `只有已接受差异的调用 ${calls.accepted}，有比较的天数 ${comparedDays}，覆盖率 ${percentText(coverage)}`,
      `deviate only as accepted: ${calls.accepted}; days with comparisons: ${comparedDays}; coverage ${percentText(coverage)}`,
    ),
    ...timingLines(figures),
    ...skippedLines(figures),
    ...coveredTexts(figures),
    ...gapTexts(report),
    ...(learned === undefined ? [] : [learned]),
    '',
    groupTable(figures),
    ...(figures.sellers.length < 2 ? [] : ['', sellerTable(figures)]),
    '',
    open.length > 0
      ? deviationTable(open)
      : openClasses > 0
        ? lostRowsText(openClasses)
        : say('没有未处理的差异', 'no open deviations'),
    ...(unlisted === 0 ? [] : [say(`另有 ${unlisted} 处差异未列出`, `${unlisted} more deviations are not listed`)]),
    ...(accepted.length === 0 ? [] : ['', acceptedTable(accepted)]),
    ...(figures.rules.length === 0 ? [] : ['', rulesTable(figures)]),
    '',
    readyText(figures.conditions),
    ...switchLines(report.switching),
  ].join('\n')
}

function timingLines({ calls: { timing } }: Figures): readonly string[] {
  return timing === 0
    ? []
    : [say(`一致的调用中，${timingText} ${timing}`, `of those that agree, ${timingText}: ${timing}`)]
}

function skippedLines(figures: Figures): readonly string[] {
  const parts = skippedTexts(figures).map(([reason, calls]) => `${reason} ${calls}`)
  return parts.length === 0 ? [] : [say(`未比较：${parts.join('，')}`, `not compared: ${parts.join(', ')}`)]
}

function groupTable({ groups }: Figures): string {
  const header = [say('方法', 'method'), 'app_key', ...verdictTitles()]
  return table(header)(groups.map(({ method, appKey, ...verdicts }) => [method, appKey, ...verdictTexts(verdicts)]))
}

/** All sellers that share the CRM of today. */
function sellerTable({ sellers }: Figures): string {
  const header = [sellerTitle, ...verdictTitles()]
  return table(header)(sellers.map(({ sellerId, ...verdicts }) => [sellerId, ...verdictTexts(verdicts)]))
}

function verdictTitles(): readonly string[] {
  return [say('调用', 'calls'), say('已比较', 'compared'), say('一致', 'agree'), say('已接受', 'accepted'), '%']
}

function verdictTexts({ seen, compared, agreed, accepted }: Figures['calls']): readonly string[] {
  return [...[seen, compared, agreed, accepted].map(String), shareText(agreed + accepted, compared)]
}

function deviationTable(rows: Figures['open']): string {
  const header = [
    say('类', 'class'),
    say('差异', 'deviation'),
    say('次数', 'count'),
    say('现有CRM', 'CRM of today'),
    say('药券', 'Yaoquan'),
    say('例：券', 'example: coupon'),
    say('最近', 'latest'),
  ]
  const cells = rows.map((row) => [
    row.kind,
    classText(row),
    String(row.count),
    row.example.upstream || '-',
    row.example.ours || '-',
    row.example.couponCode || '-',
    instantText(row.lastAtMs),
  ])
  return table(header)(cells)
}

function acceptedTable(rows: Figures['accepted']): string {
  const header = [say('已接受的类', 'accepted class'), say('次数', 'count'), say('理由', 'reason'), say('何人', 'by')]
  return table(header)(rows.map(({ kind, count, decision }) => [kind, String(count), decision.reason, decision.by]))
}

/** What the CRM of today does that no document says. */
function rulesTable({ rules }: Figures): string {
  return table(ruleTitles())(rules.map(ruleTexts))
}

/** Nothing before a person has set a route. */
function switchLines(switching: RunSwitch): readonly string[] {
  const { routes, isDamaged, state } = switching
  if (routes.length === 0 && !isDamaged) return []
  const header = [
    'app_key',
    say('方法', 'method'),
    say('由谁应答', 'who answers'),
    say('理由', 'reason'),
    say('何人', 'by'),
    say('时间', 'at'),
  ]
  const cells = routes.map(({ appKey, method, to, reason, by, atMs }) => [
    appKey,
    method ?? say('全部', 'all'),
    routeText(to),
    reason,
    by,
    instantText(atMs),
  ])
  return ['', table(header)(cells), forceText(switching), ...routedTexts(state), ...refusedTexts(switching)]
}

/** The conditions of a switch, and what is missing. */
export function readyText(conditions: readonly Condition[]): string {
  if (conditions.length === 0) {
    return say(
      '就绪条件未设定：yaoquan shadow ready --days 14 --calls 1000000 --open-classes 0',
      'no conditions are set: yaoquan shadow ready --days 14 --calls 1000000 --open-classes 0',
    )
  }
  const missing = conditions.filter(({ isMet }) => !isMet).length
  const header = [say('就绪条件', 'condition'), say('要求', 'goal'), say('现在', 'now'), '']
  const cells = conditions.map((condition) => [
    conditionText(condition.name),
    goalText(condition),
    condition.figure.toLocaleString('en-US'),
    verdictText(condition),
  ])
  const verdict =
    missing === 0
      ? say('就绪：全部条件已达到', 'ready: all conditions are met')
      : say(`未就绪：${missing} 个条件未达到`, `not ready: conditions not met: ${missing}`)
  return `${table(header)(cells)}\n${verdict}`
}
