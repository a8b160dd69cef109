import { afterEach, beforeEach, expect, it } from 'vitest'
import { type KilledServers, killUntilDone, startKilledServers } from '../harness/killed-servers.ts'
import { lengthOf } from '../harness/soak.ts'

const size = lengthOf(600, 300)
const kills = lengthOf(3, 2)
let servers: KilledServers

beforeEach(async () => {
  servers = await startKilledServers()
})
afterEach(() => servers.stop())

it(`sends each of ${size} members one coupon through ${kills} kill -9 of two servers`, async () => {
  const { client, operator } = servers.callers()
  await client.execute('yaoquan.template.save', {
    outRequestNo: 'T',
    template: { couponId: 'T', couponName: '10元券', kind: 'cash', couponAmount: '10', validToDay: 29 },
  })
  const { job_id } = await operator.job('create', { kind: 'send', coupon_id: 'T', channel: 'crm' })
  for (let offset = 0; offset < size; offset += 1_500) {
    const phones = Array.from({ length: Math.min(1_500, size - offset) }, (_, place) => phoneOf(offset + place))
    await operator.job('addItems', { job_id, offset, phones })
  }
  await operator.job('start', { job_id, confirm_count: size })
  const after = await killUntilDone(servers, { jobId: job_id, size, kills })
  expect(await after.operator.get(job_id)).toMatchObject({ total: size, done: size, refused: 0, pending: 0 })
  const items = await after.operator.items(job_id)
  const codes = items.flatMap(({ coupon_codes }) => coupon_codes as string[])
  expect(new Set(codes).size).toBe(size)
  const phones: string[] = []
  const sent: string[] = []
  for await (const coupon of after.client.allCoupons({ channel: 'crm' })) {
    phones.push(coupon.phone ?? '')
    sent.push(coupon.couponCode ?? '')
  }
  expect(phones.toSorted()).toEqual(Array.from({ length: size }, (_, place) => phoneOf(place)))
  expect(sent.toSorted()).toEqual(codes.toSorted())
})

function phoneOf(place: number): string {
  return `139${10_000_000 + place}`
}
