import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
})

afterAll(() => server.close())

const call: LifecycleClient['call'] = (method, params) => caller.call(method, params)
const newNo = () => caller.newNo()

const cash = { couponName: '10元券', kind: 'cash', couponAmount: '10', validToDay: 29 } as const

type Terms = Parameters<typeof caller.client.saveTemplate>[0]['template']

async function save(couponId: string, terms: Partial<Terms> = {}): Promise<Record<string, unknown>> {
  const template = { couponId, ...cash, ...terms }
  return call('yaoquan.template.save', { outRequestNo: newNo(), template })
}

describe('yaoquan.template.list', () => {
  it('gives every template once, page by page, and goes on only with the filter the cursor came from', async () => {
    for (const couponId of ['l-1', 'l-2', 'l-3']) await save(couponId)
    await call('yaoquan.template.close', { outRequestNo: newNo(), couponId: 'l-2' })
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const { result } = await caller.client.execute('yaoquan.template.list', { limit: 2, cursor, closed: false })
      ids.push(...result.templates.map(({ couponId }) => couponId))
      cursor = result.nextCursor
      if (cursor === undefined) break
      expect(await call('yaoquan.template.list', { cursor })).toMatchObject({ errorCode: 'INVALID_CURSOR' })
    } while (ids.length < 100)
    expect(ids).toEqual(ids.toSorted())
    expect(ids).toEqual(expect.arrayContaining(['l-1', 'l-3']))
    expect(ids).not.toContain('l-2')
  })

  const list = async (filter: object) => {
    const { templates } = await call('yaoquan.template.list', { search: 'flt-', ...filter })
    return (templates as readonly { couponId: string }[]).map(({ couponId }) => couponId)
  }

  it('filters by name, kind, place, time, stage and author', async () => {
    const fixed = { validToDay: undefined, startDate: '2026-11-01', endDate: '2026-11-30' }
    await save('flt-a', { ...fixed, couponName: '冬季满减券', shop: '01,02', channels: 'store' })
    await save('flt-b', { kind: 'discount', discountPercent: 85, couponAmount: undefined, category: '1001' })
    await save('flt-c', { state: 'draft', claimTo: '2026-12-31 23:59:59' })
    await save('flt-d', { claimFrom: '2026-12-01 00:00:00', claimTo: '2026-12-31 23:59:59' })
    await save('flt-e', { ...fixed, startDate: '2026-10-01', endDate: '2026-10-31' })
    await save('flt-f')
    await call('yaoquan.template.close', { outRequestNo: newNo(), couponId: 'flt-f' })
    const all = ['flt-a', 'flt-b', 'flt-c', 'flt-d', 'flt-e', 'flt-f']
    expect(await list({})).toEqual(all)
    expect(await list({ search: 'FLT-B' })).toEqual(['flt-b'])
    expect(await list({ search: '冬季' })).toEqual(['flt-a'])
    expect(await list({ kind: 'discount' })).toEqual(['flt-b'])
    expect(await list({ shop: '03' })).toEqual(all.slice(1))
    expect(await list({ channel: 'miniapp' })).toEqual(all.slice(1))
    expect(await list({ category: '1002' })).toEqual(['flt-a', ...all.slice(2)])
    expect(await list({ stage: 'open' })).toEqual(['flt-a', 'flt-b'])
    for (const [stage, id] of [
      ['draft', 'flt-c'],
      ['waiting', 'flt-d'],
      ['ended', 'flt-e'],
      ['stopped', 'flt-f'],
    ]) {
      expect(await list({ stage })).toEqual([id])
    }
    expect(await list({ activeTo: '2026-11-23' })).toEqual(['flt-a', 'flt-e'])
    expect(await list({ activeFrom: '2026-12-01', activeTo: '2026-12-31', kind: 'cash' })).toEqual([
      'flt-c',
      'flt-d',
      'flt-f',
    ])
    expect(await list({ savedBy: 'app:12345678' })).toEqual(all)
    expect(await list({ savedBy: 'operator:nobody' })).toEqual([])
  })

  it('gives filtered templates once, page by page', async () => {
    for (let number = 0; number < 5; number += 1)
      await save(`flp-${number}`, { kind: number % 2 ? 'cash' : 'gift', gift: '体温计' })
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const input = { search: 'flp-', kind: 'gift', limit: 1, cursor } as const
      const { result } = await caller.client.execute('yaoquan.template.list', input)
      ids.push(...result.templates.map(({ couponId }) => couponId))
      cursor = result.nextCursor
    } while (cursor !== undefined)
    expect(ids).toEqual(['flp-0', 'flp-2', 'flp-4'])
  })

  it('refuses a day that is none', async () => {
    await expect(call('yaoquan.template.list', { activeFrom: '2026-02-30' })).rejects.toMatchObject({ code: 50 })
  })
})
