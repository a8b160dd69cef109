import { join } from 'node:path'
import { ServiceError, TopClient } from '@yaoquan/client'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { sendCaptured, signedCall } from '../harness/cut-calls.ts'
import { startTestServer, testApp, testNowMs } from '../harness/test-server.ts'

it('a write that the store cannot take is answered so that the same number is repeated, which the client does', async () => {
  const server = await startTestServer()
  const database = new Database(join(server.dataDir, 'yaoquan.db'))
  const rename = (from: string, to: string) => database.exec(`ALTER TABLE ${from} RENAME TO ${to}`)
  const issue = signedCall({
    method: 'yaoquan.coupon.issue',
    coupons: '[{"coupon_code":"c1"}]',
    out_request_no: 'N1',
  })
  rename('out_request', 'out_request_away')
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
  setTimeout(() => rename('out_request_away', 'out_request'), 200)
  expect(await repeating).toMatchObject({ createdCount: 1, success: true })
  expect(await sendCaptured(server.url, issue)).toEqual([expect.stringContaining('"success":true')])
  database.close()
  await server.close()
})
