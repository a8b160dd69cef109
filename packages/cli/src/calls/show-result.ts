import type { Field } from '@yaoquan/api'
import type { ResultMethod, TopClient } from '@yaoquan/client'
import type { CallFlags } from '#options/gateway-options'
import { print, say } from '#terminal/output'
import { columnTable, type Shown } from '#terminal/table'
import type { CallRow, Given } from './call-row.ts'
import { gatewayClient } from './gateway-client.ts'
import { refusal } from './send-call.ts'
import { plainLines, resultFields, wireValues } from './wire-values.ts'

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
function totalLine(count: number): string {
  return say(`共 ${count} 项`, `${count} in total`)
}

/** The items of a list of a result. */
function itemsOf(property: string, result: Given): readonly object[] {
  const items = result[property]
  return Array.isArray(items) ? items : []
}

/**
 * Prints all pages of a list as they arrive, so that memory stays bounded. JSON is one document all the same.
 * @throws OperationFault if a page is refused
 */
export async function printAll(row: CallRow, request: Given, flags: CallFlags & Shown): Promise<void> {
  const { method, list } = row
  if (list === undefined) throw new TypeError(`${method.name} has no list`)
  const field = resultFields(method)[list.of]
  const client = gatewayClient(flags)
  const pages = row.pages?.(client, request) ?? pagesOf({ method, request, of: list.of }, client)
  const lines = columnTable(list.columns, flags)
  let count = 0
  if (flags.json) process.stdout.write(`{"${field?.wire}":[`)
  for await (const items of pages) {
    if (flags.json) process.stdout.write(`${count > 0 && items.length > 0 ? ',' : ''}${jsonOf(field, items)}`)
    else if (items.length > 0 || count === 0) print(lines(items))
    count += items.length
  }
  print(flags.json ? `],"${row.pages === undefined ? 'count' : 'total_count'}":${count}}` : totalLine(count))
}

function jsonOf(field: Field | undefined, items: readonly object[]): string {
  const fields = field?.kind === 'list' && field.item.kind === 'object' ? field.item.fields : {}
  return items.map((item) => JSON.stringify(wireValues(fields, item))).join(',')
}

type Listing = Readonly<{ method: ResultMethod; request: Given; of: string }>

async function* pagesOf({ method, request, of }: Listing, client: TopClient): AsyncGenerator<readonly object[]> {
  const { limit } = method.request as Readonly<Record<string, Field>>
  const size = limit?.kind === 'number' ? { limit: Math.min(limit.max, 200) } : {}
  let cursor: unknown
  do {
    const { result } = await client.execute<ResultMethod>(method, { ...request, ...size, cursor } as never)
    const page: Given = Object(result)
    if (page['success'] !== true) throw refusal(method, page)
    yield itemsOf(of, page)
    cursor = page['nextCursor']
  } while (cursor !== undefined)
}
