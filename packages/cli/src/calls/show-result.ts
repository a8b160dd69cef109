import { say } from '#terminal/language'
import { columnTable, type Shown } from '#terminal/table'
import type { CallRow, Given } from './call-row.ts'
import { plainLines } from './plain-view.ts'
import { resultFields } from './wire-values.ts'

/** A result as text: the table of its row and what the row says, or without both each value by its wire name; then how a list goes on. */
export function showResult(
  row: CallRow,
  result: Given,
  { request, ...shown }: Shown & Readonly<{ request: Given }>,
): string {
  const { method, list, says } = row
  const fields = resultFields(method)
  const items = list === undefined ? [] : itemsOf(list.of, result)
  const isPaged = 'nextCursor' in fields
  const isPlain = says === undefined && (list === undefined || (result['dryRun'] === true && items.length === 0))
  return [
    ...(result['dryRun'] ? [say('试算，未写入', 'dry run: nothing was written')] : []),
    ...(isPlain ? plainLines(fields, result) : []),
    ...(list !== undefined && (isPaged || items.length > 0) ? [columnTable(list.columns, shown)(items)] : []),
    ...[says?.(result, request, shown) ?? []].flat(),
    ...(isPaged ? pageLines(result) : []),
  ].join('\n')
}

function pageLines({ totalCount, nextCursor }: Given): readonly string[] {
  return [
    ...(totalCount === undefined ? [] : [totalLine(Number(totalCount))]),
    nextCursor === undefined ? say('没有下一页', 'last page') : `next_cursor ${nextCursor}`,
  ]
}

/** How many items there are in all. */
export function totalLine(count: number): string {
  return say(`共 ${count} 项`, `${count} in total`)
}

/** The items of a list of a result. */
export function itemsOf(property: string, result: Given): readonly object[] {
  const items = result[property]
  return Array.isArray(items) ? items : []
}
