import type { Field } from '@yaoquan/api'
import { type ResultMethod, TopClient } from '@yaoquan/client'
import type { CallFlags } from '#options/gateway-options'
import { print } from '#terminal/output'
import { columnTable, type Shown } from '#terminal/table'
import type { CallRow, Given } from './call-row.ts'
import { refusal } from './send-call.ts'
import { itemsOf, totalLine } from './show-result.ts'
import { resultFields, wireValues } from './wire-values.ts'

/**
 * Prints all pages of a list as they arrive, so that memory stays bounded. JSON is one document all the same.
 * @throws OperationFault if a page is refused
 */
export async function printAll(row: CallRow, request: Given, flags: CallFlags & Shown): Promise<void> {
  const { method, list } = row
  if (list === undefined) throw new TypeError(`${method.name} has no list`)
  const field = resultFields(method)[list.of]
  const client = new TopClient(flags)
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
