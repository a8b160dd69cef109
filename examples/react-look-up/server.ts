import { createServer } from 'node:http'
import { BusinessError, TopClient } from '@yaoquan/client'
import { readSettings } from '../read-settings.ts'

/** Looks coupons up for the page in `look-up.tsx`. The secret stays here: a page that had it would show it to everybody. */
const client = new TopClient(readSettings(process.env))
const port = Number(process.env['PORT'] ?? '9001')

createServer(async (request, response) => {
  const url = URL.parse(request.url ?? '', 'http://localhost')
  // Check here who calls, for example by the session of the shop assistant.
  const [status, body] = url?.pathname === '/api/coupon' ? await lookUp(url.searchParams.get('code') ?? '') : [404, {}]
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}).listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}`))

/** Longer texts are no codes. */
const maxCodeLength = 64

/** Only what the page shows leaves the server: no phone, no card. */
async function lookUp(couponCode: string): Promise<readonly [number, object]> {
  if (couponCode.trim() === '' || couponCode.length > maxCodeLength) return [400, { message: '请输入券码' }]
  try {
    const { coupon } = await client.getCoupon({ couponCode })
    return [200, { name: coupon?.couponName, status: coupon?.status, endDate: coupon?.endDate }]
  } catch (error) {
    if (error instanceof BusinessError) return [404, { message: error.errorMessage }]
    console.error(error)
    return [502, { message: '暂时无法查询' }]
  }
}
