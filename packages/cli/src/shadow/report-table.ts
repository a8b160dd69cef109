import type { Figures, Hole, Html } from '#server'
import { say } from '#terminal/language'
import { html } from './report-html.ts'
import { shareText } from './shadow-texts.ts'

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
