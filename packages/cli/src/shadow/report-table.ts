import type { Figures, Hole, Html } from '#server'
import { say } from '#terminal/output'
import { shareText } from './shadow-texts.ts'

/**
 * What the report takes of the server. Only the command that writes one loads this file: most commands start in half the time without the
 * server.
 */
export const { daysOf, html, maskNumbers, trusted } = await import('#server')

/** A table, which scrolls where the screen is narrow. @param names titles of its columns */
export function tableOf(names: readonly Html[], rows: readonly (readonly Html[])[]): Html {
  const lines = rows.map((cells) => html`<tr>${cells}</tr>`)
  return html`<div class="wide"><table><thead><tr>${names}</tr></thead><tbody>${lines}</tbody></table></div>`
}

/** The title of a column of texts. */
export const title = (text: string): Html => html`<th>${text}</th>`

/** The title of a column of numbers. */
export const numberTitle = (text: string): Html => html`<th class="n">${text}</th>`

export const cell = (content: Hole): Html => html`<td>${content}</td>`

export const numberCell = (text: string): Html => html`<td class="n">${text}</td>`

/** Columns of calls by verdict. */
export const verdictTitles: readonly Html[] = [
  say('一致或已接受', 'agree or accepted'),
  say('调用', 'calls'),
  say('已比较', 'compared'),
  say('一致', 'agree'),
  say('已接受', 'accepted'),
].map(numberTitle)

export function verdictCells({ seen, compared, agreed, accepted }: Figures['calls']): readonly Html[] {
  return [shareText(agreed + accepted, compared), ...[seen, compared, agreed, accepted].map(grouped)].map(numberCell)
}

/** A number with commas. */
export function grouped(number: number): string {
  return number.toLocaleString('en-US')
}

type Days = ReturnType<typeof daysOf>

/** Earlier days are only in the sums. */
const shownDays = 60

/** The share of each verdict by day, as bars. */
export function daysChart(all: Days): Html | undefined {
  const days = all.filter(({ compared }) => compared > 0).slice(-shownDays)
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const label = say(`${first.day} 至 ${last.day} 每日一致率`, `agreement by day from ${first.day} to ${last.day}`)
  return html`<div class="legend">${verdicts.map(({ name, text }) => html`<span><i class="${name}"></i>${text}</span>`)}</div>
<div class="chart" role="img" aria-label="${label}">${days.map(bar)}</div>
<div class="ends"><span>${first.day}</span>${last !== first && html`<span>${last.day}</span>`}</div>`
}

const verdicts = [
  { name: 'agreed', text: say('一致', 'agree') },
  { name: 'accepted', text: say('已接受', 'accepted') },
  { name: 'deviated', text: say('未处理的差异', 'open deviations') },
] as const

function bar(day: Days[number]): Html {
  const { compared, agreed, accepted } = day
  const calls = { agreed, accepted, deviated: compared - agreed - accepted }
  const title = `${day.day}  ${shareText(agreed + accepted, compared)}`
  const parts = verdicts.toReversed().filter(({ name }) => calls[name] > 0)
  return html`<div title="${title}">${parts.map(({ name }) => html`<i class="${name}" style="flex-grow:${calls[name] / compared}"></i>`)}</div>`
}

/** The figures of each day, the latest first. */
export function dayTable(all: Days): Html {
  const days = all.slice(-shownDays).toReversed()
  return tableOf(
    [title(say('日', 'day')), ...verdictTitles],
    days.map((day) => [html`<td class="day">${day.day}</td>`, ...verdictCells(day)]),
  )
}

/** Styles of the report: light, dark and on paper. Texts have a contrast of 4.5 or more. */
export const reportStyle = `
:root{--page:#f4f6f8;--surface:#fff;--line:#e3e6ea;--text:#1b2126;--soft:#5a6570;--good:#237804;--bad:#cf1322;--goodback:#f6ffed;--badback:#fff1f0;--accepted:#4096ff;--agreed:#52a02d;--deviated:#e0433e}
@media (prefers-color-scheme:dark){:root{--page:#101418;--surface:#181d22;--line:#2f363d;--text:#e0e3e6;--soft:#a4adb6;--good:#73d13d;--bad:#ff9c9e;--goodback:#16240d;--badback:#2b1416;--accepted:#3c89e8;--agreed:#49aa19;--deviated:#e86e6b}}
@media print{:root{--page:#fff;--surface:#fff;--line:#ccc;--text:#000;--soft:#444;--good:#237804;--bad:#cf1322;--goodback:#fff;--badback:#fff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:2rem 1rem;background:var(--page);color:var(--text);font:14px/1.6 -apple-system,BlinkMacSystemFont,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Segoe UI',sans-serif;overflow-wrap:anywhere}
code{font:.92em ui-monospace,SFMono-Regular,Menlo,Consolas,'Noto Sans Mono CJK SC',monospace}
h1{font-size:24px;line-height:1.3;margin:0}h2{font-size:16px;margin:0 0 .75rem}h3{font-size:14px;margin:0}h4{font-size:12px;font-weight:400;color:var(--soft);margin:0}
h3 code{font-weight:400;color:var(--soft);margin-left:.4em}
p{margin:.25rem 0}.brand{color:var(--soft);margin:0 0 .25rem}.soft,footer{color:var(--soft)}footer{font-size:12px;margin-top:1.5rem}
section,.figures,.verdict{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:1rem;margin:1rem 0}
.verdict{font-size:16px;font-weight:600}.verdict.good{background:var(--goodback)}.verdict.bad{background:var(--badback)}
.good{color:var(--good)}.bad{color:var(--bad)}
.figures{display:grid;grid-template-columns:repeat(7,1fr);gap:.75rem}@media (max-width:55rem){.figures{grid-template-columns:repeat(4,1fr)}}@media (max-width:30rem){.figures{grid-template-columns:1fr 1fr}}
.figures div{display:flex;flex-direction:column-reverse;justify-content:flex-end}dt{color:var(--soft);font-size:12px}dd{margin:0;font-size:20px;font-weight:600;font-variant-numeric:tabular-nums}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{padding:.35rem .75rem .35rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
tbody tr:last-child td{border-bottom:0}th{font-weight:400;color:var(--soft);font-size:12px;white-space:nowrap}
th:last-child,td:last-child{padding-right:0}.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}td code{white-space:nowrap}.day{white-space:nowrap}.state{white-space:nowrap;padding-left:1rem}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1rem;font-size:12px;color:var(--soft);margin-bottom:.5rem}
.legend i{display:inline-block;width:10px;height:10px;border-radius:2px;margin-right:.4em}
.chart{display:flex;gap:2px;height:120px}.chart>div{flex:1;max-width:2.5rem;display:flex;flex-direction:column}.chart i{min-height:2px;flex-basis:0}
.chart>div>i:first-child{border-radius:2px 2px 0 0}
.agreed{background:var(--agreed)}.accepted{background:var(--accepted)}.deviated{background:var(--deviated)}
.chart i,.legend i{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.ends{display:flex;justify-content:space-between;font-size:12px;color:var(--soft);margin:.25rem 0 1rem}
article{padding:.75rem 0;border-top:1px solid var(--line)}h2+article{border-top:0;padding-top:0}article:last-child{padding-bottom:0}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:1px;background:var(--line);border:1px solid var(--line);border-radius:4px;margin-top:.5rem;overflow:hidden}
.sides>div{background:var(--surface);padding:.4rem .75rem}
.reason{border-left:3px solid var(--accepted);padding-left:.75rem;margin-top:.5rem}
@media print{body{padding:0;max-width:none;font-size:11px}th,dt,h4,.legend,.ends,footer{font-size:10px}dd{font-size:16px}section,.figures,.verdict{border-radius:0}article,tr,.figures,.chart{break-inside:avoid}h2,h3{break-after:avoid}.wide{overflow:visible}}
`
