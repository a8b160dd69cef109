import type { daysOf, Html } from '#server'
import { say } from '#terminal/language'
import { html } from './report-html.ts'
import { tableOf, title, verdictCells, verdictTitles } from './report-table.ts'
import { shareText } from './shadow-texts.ts'

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
