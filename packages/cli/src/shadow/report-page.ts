import type { Figures, Hole, Html, RunSwitch, StoredReport } from '#server'
import { instantText, language, say } from '#terminal/output'
import {
  cell,
  daysChart,
  daysOf,
  dayTable,
  grouped,
  html,
  maskNumbers,
  numberCell,
  numberTitle,
  reportStyle,
  tableOf,
  title,
  trusted,
  verdictCells,
  verdictTitles,
} from './report-table.ts'
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

type Run = Readonly<{ report: StoredReport; figures: Figures; nowMs: number }>

/** A shadow run as one page to hand over and print. It loads nothing from elsewhere. */
export function reportPage({ report, figures, nowMs }: Run): string {
  const heading = say('影子运行报告', 'Shadow run report')
  const { upstream, sellerId, startedAtMs, updatedAtMs } = report
  const period = `${shortMoment(startedAtMs)} – ${shortMoment(updatedAtMs)}`
  return `<!doctype html>\n${html`<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${heading} ${upstream}</title>
<style>${trusted(reportStyle)}</style>
</head>
<body>
<header>
<p class="brand">药券 Yaoquan</p>
<h1>${heading}</h1>
<p class="soft">${say('现有CRM', 'CRM of today')} <b>${upstream}</b> · ${say('连锁', 'seller')} <b>${sellerId}</b> · ${period} (GMT+8)</p>
</header>
<main>
${verdict(figures)}
${keyFigures(figures)}
${coveredTexts(figures).map((text) => html`<p class="soft">${text}</p>`)}
${conditions(figures)}
${section(say('每日一致率', 'Agreement by day'), [daysChart(figures.days), dayTable(figures.days)])}
${section(say('按方法与应用', 'By method and app'), [groupTable(figures), groupCharts(figures)])}
${sellersSection(figures)}
${openSection(report, figures)}
${acceptedSection(figures)}
${rulesSection(figures)}
${routesSection(report.switching)}
${section(say('没有比较的调用', 'Calls that were not compared'), [
  skippedTable(figures),
  ...gapTexts(report).map((text) => html`<p>${text}</p>`),
  learnedLine(report),
])}
</main>
<footer>${say(
    `生成于 ${shortMoment(nowMs)}。按含义比较：成员的顺序、空白、JSON 或 XML、数字的写法、门店与品类的顺序不算差异。手机号、会员卡号与七位以上的号码已打码，券码中的也一样；attribute 与文档以外的成员只显示长度。`,
    `Made at ${shortMoment(nowMs)}. Answers are compared by meaning: order of members, white space, JSON or XML, formats of numbers and the order of shops and categories make no difference. Phones, cards and numbers of seven digits or more are masked, also in codes of coupons; attributes and undocumented members are shown by their length.`,
  )}</footer>
</body>
</html>`}\n`
}

function section(heading: string, content: Hole): Html {
  return html`<section><h2>${heading}</h2>${content}</section>`
}

function verdict({ conditions: all }: Figures): Html {
  const missing = all.filter(({ isMet }) => !isMet).length
  if (all.length === 0)
    return html`<p class="verdict">${say('就绪条件未设定', 'No conditions of a switch are set')}</p>`
  if (missing === 0)
    return html`<p class="verdict good">✓ ${say('就绪：全部条件已达到', 'Ready: all conditions are met')}</p>`
  return html`<p class="verdict bad">${say(`未就绪：${missing} 个条件未达到`, `Not ready: conditions not met: ${missing}`)}</p>`
}

function keyFigures({ calls, agreement, coverage, openClasses, days }: Figures): Html {
  const { seen, compared, agreed, timing } = calls
  const figures: readonly (readonly [name: string, value: string])[] = [
    [say('有TOP应答的调用', 'calls with a TOP answer'), grouped(seen)],
    [say('已比较', 'compared'), grouped(compared)],
    [say('一致', 'agree'), shareText(agreed, compared)],
    [timingText, grouped(timing)],
    [say('一致或已接受', 'agree or accepted'), percentText(agreement)],
    [say('覆盖率', 'coverage'), percentText(coverage)],
    [say('未处理的类', 'open classes'), grouped(openClasses)],
    [say('有比较的天数', 'days compared'), grouped(days.filter((day) => day.compared > 0).length)],
  ]
  return html`<dl class="figures">${figures.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
}

function conditions({ conditions: all }: Figures): Html | undefined {
  if (all.length === 0) return undefined
  const rows = all.map((condition) => [
    cell(conditionText(condition.name)),
    numberCell(goalText(condition)),
    numberCell(grouped(condition.figure)),
    html`<td class="state ${condition.isMet ? 'good' : 'bad'}">${condition.isMet ? '✓' : '✗'} ${verdictText(condition)}</td>`,
  ])
  const titles = [title(say('条件', 'condition')), numberTitle(say('要求', 'goal')), numberTitle(say('现在', 'now'))]
  return section(say('就绪条件', 'Readiness'), tableOf([...titles, title('')], rows))
}

function groupTable({ groups }: Figures): Html {
  return tableOf(
    [title(say('方法', 'method')), title('app_key'), ...verdictTitles],
    groups.map((group) => [
      cell(html`<code>${group.method}</code>`),
      cell(html`<code>${group.appKey}</code>`),
      ...verdictCells(group),
    ]),
  )
}

const shownCharts = 10

/** The days of each method and app that was compared, where there are several: a single one has the chart of all calls. */
function groupCharts({ groups, days }: Figures): readonly Html[] {
  const compared = groups.filter((group) => group.compared > 0)
  if (compared.length < 2) return []
  return compared.slice(0, shownCharts).flatMap((group) => {
    const chart = daysChart(daysOf(days, group))
    return chart === undefined ? [] : [html`<h3><code>${group.method}</code> <code>${group.appKey}</code></h3>${chart}`]
  })
}

function sellersSection({ sellers }: Figures): Html | undefined {
  if (sellers.length < 2) return undefined
  const rows = sellers.map(({ sellerId, ...verdicts }) => [cell(sellerId), ...verdictCells(verdicts)])
  return section(say('按连锁', 'By seller'), tableOf([title(sellerTitle), ...verdictTitles], rows))
}

function openSection({ unlisted }: StoredReport, { open, openClasses }: Figures): Html {
  const text = openClasses === 0 ? say('没有', 'None.') : lostRowsText(openClasses)
  const none = html`<p class="soft">${text}</p>`
  const more =
    unlisted > 0 &&
    html`<p class="soft">${say(`另有 ${grouped(unlisted)} 处差异未列出`, `${grouped(unlisted)} more deviations are not listed`)}</p>`
  return section(say('未处理的差异', 'Open deviations'), [
    open.length === 0 ? none : open.map((row) => deviation(row)),
    more,
  ])
}

function acceptedSection({ accepted }: Figures): Html | undefined {
  if (accepted.length === 0) return undefined
  const cards = accepted.map((row) => {
    const { reason, by, atMs, isSoFar } = row.decision
    const until = isSoFar ? say('，只至当时', ', until then only') : ''
    return deviation(
      row,
      html`<p class="reason">${reason}<br><span class="soft">${by} · ${shortMoment(atMs)}${until}</span></p>`,
    )
  })
  return section(say('已接受的差异', 'Accepted deviations'), cards)
}

function rulesSection({ rules }: Figures): Html | undefined {
  if (rules.length === 0) return undefined
  const rows = rules.map((rule) => ruleTexts(maskedRule(rule)).map((text) => cell(text)))
  const titles = ruleTitles().map((name) => title(name))
  return section(say('不成文的规则', 'Unwritten rules'), tableOf(titles, rows))
}

function maskedRule(rule: Figures['rules'][number]): Figures['rules'][number] {
  return { ...rule, couponCode: maskNumbers(rule.couponCode) }
}

function routesSection(switching: RunSwitch): Html | undefined {
  const { routes, isDamaged, state } = switching
  if (routes.length === 0 && !isDamaged) return undefined
  const titles = ['app_key', say('方法', 'method'), say('由谁应答', 'who answers'), say('理由', 'reason')]
  const rows = routes.map(({ appKey, method, to, reason, by, atMs }) => [
    cell(html`<code>${appKey}</code>`),
    cell(html`<code>${method ?? say('全部', 'all')}</code>`),
    cell(routeText(to)),
    cell(html`${reason}<br><span class="soft">${by} · ${shortMoment(atMs)}</span>`),
  ])
  const lines = [forceText(switching), ...routedTexts(state), ...refusedTexts(switching)].map(
    (line) => html`<p class="soft">${line}</p>`,
  )
  return section(say('路由', 'Routes'), [
    tableOf(
      titles.map((name) => title(name)),
      rows,
    ),
    lines,
  ])
}

/** A class with its latest example, both sides beside each other. */
function deviation(row: Figures['open'][number], reason?: Html): Html {
  const { kind, method, count, firstAtMs, lastAtMs, example } = row
  const isOfCodes = ['missing', 'extra', 'order'].includes(row.class)
  const side = (value: string) => (isOfCodes ? value.split(' ').map(maskNumbers).join(' ') : value) || '–'
  return html`<article>
<h3>${classText(row)} <code>${kind}</code></h3>
<p class="soft">${say(`${grouped(count)} 次`, `${grouped(count)} times`)} · ${shortMoment(firstAtMs)} – ${shortMoment(lastAtMs)} · <code>${method}</code> · app_key <code>${example.appKey}</code>${example.couponCode !== '' && html` · ${say('券', 'coupon')} <code>${maskNumbers(example.couponCode)}</code>`}</p>
<div class="sides"><div><h4>${say('现有CRM', 'CRM of today')}</h4><p><code>${side(example.upstream)}</code></p></div><div><h4>${say('药券', 'Yaoquan')}</h4><p><code>${side(example.ours)}</code></p></div></div>
${reason}
</article>`
}

function learnedLine(report: StoredReport): Html | undefined {
  const text = learnedText(report)
  return text === undefined ? undefined : html`<p>${text}</p>`
}

function skippedTable(figures: Figures): Html {
  const rows = skippedTexts(figures).map(([reason, calls]) => [cell(reason), numberCell(grouped(calls))])
  if (rows.length === 0) return html`<p class="soft">${say('没有', 'None.')}</p>`
  return tableOf([title(say('原因', 'reason')), numberTitle(say('调用', 'calls'))], rows)
}

/** To the minute. */
function shortMoment(epochMs: number): string {
  return instantText(epochMs).slice(0, 16).replace('T', ' ')
}
