import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { SqlEngine } from '#database/sql-engine'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { positional } from '#database/statement'
import { openStore } from '#store/open-store'
import { insertOutRequest } from '#store/tables/out-request'
import { temporaryFolder } from '#testing/temporary-folder'
import { copyRequests } from './copy-requests.ts'

const sellerId = '111'
const folder = temporaryFolder()

async function engineOf(name: string): Promise<SqlEngine> {
  const dataDir = join(folder, name)
  await (await openStore({ dataDir })).close()
  return openSqliteEngine(join(dataDir, 'yaoquan.db'))
}

function use(engine: SqlEngine, numbers: Readonly<Record<string, number>>): Promise<void> {
  const rows = Object.entries(numbers).map(([requestNo, doneAtMs]) =>
    insertOutRequest.encode({
      seller_id: sellerId,
      request_no: requestNo,
      part: 0,
      content_digest: new Uint8Array(32),
      done_at_ms: doneAtMs,
      sign_digest: undefined,
      call_digest: undefined,
      answer_text: '{}',
    }),
  )
  return engine.transact((transaction) => transaction.insertMany(insertOutRequest.text, rows))
}

async function numbersIn({ reader }: SqlEngine): Promise<readonly unknown[]> {
  return (await reader.all(positional('SELECT request_no, done_at_ms FROM out_request ORDER BY request_no'))).flat()
}

test('the last round brings new numbers, and takes away those removed and used anew since the round before', async () => {
  const [source, target] = [await engineOf('source'), await engineOf('target')]
  const copy = { from: source.reader, to: target, sellerId, isFenced: false }
  await use(source, { a: 1, b: 2, c: 3 })
  await copyRequests(copy, undefined)
  expect(await numbersIn(target)).toEqual(['a', 1, 'b', 2, 'c', 3])
  await source.transact((transaction) => transaction.run(positional("DELETE FROM out_request WHERE request_no <> 'c'")))
  await use(source, { b: 11, d: 12 })
  await copyRequests(copy, 10)
  expect(await numbersIn(target)).toEqual(['b', 11, 'c', 3, 'd', 12])
  for (const engine of [source, target]) await engine.close()
})
