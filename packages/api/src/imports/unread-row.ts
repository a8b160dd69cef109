import type { Text } from '../words/text.ts'
import { isReasonColumn } from './import-fields.ts'

/** Why a row of CSV with more or fewer cells than titles cannot be used; undefined for one that fits. */
export function misfit(length: number, width: number): Text | undefined {
  if (length === width) return undefined
  return { zh: `有 ${length} 列，表头有 ${width} 列`, en: `${length} columns, the header has ${width}` }
}

/** Why a row of CSV whose quotes are damaged cannot be used. */
export const afterQuote: Text = { zh: '引号之后还有字符', en: 'characters after a closing quote' }

/** Whether a row has a fault that a list of refused rows does not show by its cells: imported as it is, it would be taken for a good one. */
export function isUnread({ en }: Text): boolean {
  return /^\d+ columns, the header has \d+$/.test(en) || [afterQuote.en, unmended.en].includes(en)
}

const notes = [
  /【这一行没有读取(?:，多出：([\s\S]*))?；改好后清空本格】/,
  /\[this row was not read(?:, surplus: ([\s\S]*))?; empty this cell when it is mended\]/,
]

const separator = ' | '

/**
 * What a list of refused rows says of a row whose values could not be told apart, beside the reason: the cells beyond the titles, and that
 * it stays refused until a person empties the reason.
 * @param cells of the row; a note of an earlier list is carried on
 */
export function unreadNote(cells: readonly string[], titles: readonly string[]): Text {
  const earlier = noteOf(cells[titles.findIndex(isReasonColumn)] ?? '')?.[1]
  const surplus = [...(earlier === undefined ? [] : [earlier]), ...cells.slice(titles.length)].join(separator)
  const [zh, en] = surplus === '' ? ['', ''] : [`，多出：${surplus}`, `, surplus: ${surplus}`]
  return {
    zh: `【这一行没有读取${zh}；改好后清空本格】`,
    en: `[this row was not read${en}; empty this cell when it is mended]`,
  }
}

/** Why a row of a list of refused rows cannot be used yet; undefined if a person emptied the reason. @param reason cell of the reason */
export function faultOfNote(reason: string): Text | undefined {
  return noteOf(reason) === undefined ? undefined : unmended
}

const unmended: Text = {
  zh: '上次没有读取，改好后须清空“未导入的原因”',
  en: 'it was not read before; empty "Why it was not imported" when it is mended',
}

function noteOf(reason: string): RegExpExecArray | undefined {
  return notes.map((note) => note.exec(reason)).find((found) => found !== null) ?? undefined
}
