import { hash } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { SignedCall } from '#domain/lifecycle/lifecycle-store'
import { openStore } from '#store/open-store'
import { temporaryFolder } from '#testing/temporary-folder'

const minuteMs = 60_000
const noon = Date.parse('2026-11-24T12:00:00+08:00')

test('signatures without a row of their own are kept for half an hour and then taken away by later ones', async () => {
  const dataDir = temporaryFolder()
  const { lifecycleStore, close } = await openStore({ dataDir })
  const remember = (count: number, nowMs: number) =>
    Promise.all(
      Array.from({ length: count }, (_, place) =>
        lifecycleStore.rememberSign({ sellerId: '111', nowMs, sign: signOf(`${nowMs} ${place}`) }),
      ),
    )
  const database = new Database(join(dataDir, 'yaoquan.db'), { readonly: true })
  const countKept = (atMs: number) =>
    database
      .prepare('SELECT COUNT(*) FROM used_sign WHERE expires_at_ms = ?')
      .pluck()
      .get(atMs + 30 * minuteMs)

  await remember(200, noon)
  await remember(200, noon + 30 * minuteMs)
  expect(countKept(noon)).toBe(200)
  const isSame = {
    sellerId: '111',
    nowMs: noon + 30 * minuteMs,
    sign: { ...signOf(`${noon} 7`), callDigest: digestOf('cut anew') },
  }
  expect(await lifecycleStore.rememberSign(isSame)).toEqual({ kind: 'sign-reused' })
  await remember(200, noon + 31 * minuteMs)
  expect(countKept(noon)).toBe(0)
  expect(countKept(noon + 30 * minuteMs)).toBe(200)
  database.close()
  await close()
})

function signOf(text: string): SignedCall {
  return { signDigest: digestOf(text), callDigest: digestOf('as it was signed') }
}

function digestOf(text: string): Uint8Array {
  return hash('sha256', text, 'buffer').subarray(0, 16)
}
