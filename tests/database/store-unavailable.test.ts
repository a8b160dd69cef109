import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ServiceError, TopClient } from '@yaoquan/client'
import Database from 'better-sqlite3'
import { expect, it, vi } from 'vitest'
import { sendCaptured, signedCall } from '../harness/cut-calls.ts'
import { patienceMs } from '../harness/patience.ts'
import { startTestServer, testApp, testNowMs } from '../harness/test-server.ts'

it('a write that the store cannot take is answered so that the same number is repeated, which the client does', async () => {
  const server = await startTestServer()
  const database = new Database(join(server.dataDir, 'yaoquan.db'), { timeout: 0 })
  // The server is in this thread, and may be in the middle of a write: waiting for its lock within SQLite would keep it from ending.
  const rename = (from: string, to: string) =>
    vi.waitFor(() => database.exec(`ALTER TABLE ${from} RENAME TO ${to}`), { timeout: patienceMs })
  const issue = signedCall({
    method: 'yaoquan.coupon.issue',
    coupons: '[{"coupon_code":"c1"}]',
    out_request_no: 'N1',
  })
  await rename('out_request', 'out_request_away')
  const [refused] = await sendCaptured(server.url, issue)
  expect(refused).toContain('"code":15,"msg":"Remote service error","sub_code":"isp.store-service-unavailable"')
  expect(refused).toContain('请使用相同的 out_request_no')

  const aheadMs = testNowMs - Date.now()
  const clientOf = (retries: number) => {
    return new TopClient({ url: `${server.url}/router/rest`, ...testApp, retries, clock: () => Date.now() + aheadMs })
  }
  const requested = { outRequestNo: 'N2', coupons: [{ couponCode: 'c2' }] }
  await expect(clientOf(0).issueCoupons(requested)).rejects.toThrow(ServiceError)
  const repeating = clientOf(20).issueCoupons(requested)
  await delay(200)
  await rename('out_request_away', 'out_request')
  expect(await repeating).toMatchObject({ createdCount: 1, success: true })
  expect(await sendCaptured(server.url, issue)).toEqual([expect.stringContaining('"success":true')])
  database.close()
  await server.close()
})
