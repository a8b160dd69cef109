import { beforeAll, describe, expect, it, test } from 'vitest'
import { searchDocumentation } from './document-search.ts'

const top = 5

/** What people type, and the page, section, error or field that must be among the first results. */
const searches: readonly (readonly [query: string, path: string])[] = [
  ['querycoupon', 'alibaba.alihealth.nr.crm.coupon.querycoupon'],
  ['order.sync', 'alibaba.alihealth.nr.crm.order.sync'],
  ['核销', 'yaoquan.coupon.redeem'],
  ['hexiao', 'yaoquan.coupon.redeem'],
  ['REDEEM coupons', 'yaoquan.coupon.redeem'],
  ['redeem a coupon', 'yaoquan.coupon.redeem'],
  ['使用优惠券', 'yaoquan.coupon.redeem'],
  ['refund', 'yaoquan.redemption.return'],
  ['退货', 'returns'],
  ['退券', 'yaoquan.redemption.return'],
  ['优惠卷', 'yaoquan.coupon.redeem'],
  ['发券', 'yaoquan.coupon.issue'],
  ['领券', 'yaoquan.coupon.claim'],
  ['作废', 'yaoquan.coupon.void'],
  ['cancel coupon', 'yaoquan.coupon.void'],
  ['延期', 'yaoquan.coupon.extend'],
  ['冻结', 'yaoquan.coupon.hold'],
  ['unlock', 'yaoquan.coupon.release'],
  ['HMAC', 'signature'],
  ['签名', 'signature'],
  ['签名错误', 'signature#mistakes'],
  ['invalid sign', 'public-errors#error.invalidSignature'],
  ['25', 'public-errors#error.invalidSignature'],
  ['isv.appkey-not-exists', 'public-errors#error.invalidAppKey'],
  ['appkey', 'public-errors#error.invalidAppKey'],
  ['限流', 'public-errors#error.appCallLimited'],
  ['rate limit', 'public-errors#error.appCallLimited'],
  ['retry', 'idempotency'],
  ['重试', 'idempotency'],
  ['幂等', 'idempotency'],
  ['out_request_no', '#request.out_request_no'],
  ['backup', 'going-live#operations'],
  ['备份', 'going-live#operations'],
  ['分页', 'paging'],
  ['pagination', 'paging'],
  ['webhook', 'webhooks'],
  ['回调', 'webhooks'],
  ['对账', 'reconciliation'],
  ['COUPON_HELD', '#error.COUPON_HELD'],
  ['serller_id', 'yaoquan.coupon.get#response.result.coupon.serller_id'],
  ['会员合并', 'yaoquan.member.merge'],
  ['merge members', 'yaoquan.member.merge'],
  ['segnature', 'signature'],
  ['乱码', 'public-parameters'],
  ['shadow', 'changing-over'],
  ['excel', 'bulk#import'],
  ['how to sign', 'signature'],
  ['手机号打码', 'apps#masked-phones'],
  ['masked phones', 'apps#masked-phones'],
  ['多张券一起用', 'yaoquan.coupon.redeem'],
  ['stacking', '#response.result.terms.stack_group'],
  ['token', 'apps#sessions'],
  ['沙箱', 'apps#sandbox'],
  ['test environment', 'apps#sandbox'],
]

function isEnd(found: string, path: string): boolean {
  return path.startsWith('#') && found.endsWith(path)
}

describe.each(['zh', 'en'] as const)('in %s', (language) => {
  const search = (query: string, limit: number) => searchDocumentation(language, query, limit)

  let turnsOfFirst = 0
  beforeAll(async () => {
    let isDone = false
    const count = () => {
      if (isDone) return
      turnsOfFirst += 1
      setImmediate(count)
    }
    setImmediate(count)
    await search('first', 1)
    isDone = true
  })

  it('lets other events happen while the index is made', () => {
    expect(turnsOfFirst).toBeGreaterThan(5)
  })

  it('looks for the first words of a long text only', async () => {
    const words = Array.from({ length: 7 }, (_, place) => `q9q${place}`)
    expect(await search([...words, 'gateway'].join(' '), top)).not.toEqual([])
    expect(await search([...words, 'q9q7', 'gateway'].join(' '), top)).toEqual([])
  })

  it('takes a letter for a whole word', async () => {
    expect(await search('w', top)).toEqual([])
  })

  it.each(searches)('finds for %s %s among the first', async (query, path) => {
    const paths = (await search(query, top)).map((entry) => entry.path.replace(/^\/docs\/(en\/)?/, ''))
    // A page is found too by one of its sections.
    expect(
      paths.some((found) => found === path || found.startsWith(`${path}#`) || isEnd(found, path)),
      paths.join('\n'),
    ).toBe(true)
  })

  it.each(['', '   ', 'xyzzyq', '。！'])('finds nothing for %j', async (query) => {
    expect(await search(query, top)).toEqual([])
  })

  it('finds at most as many as the limit', async () => {
    expect(await search('coupon', 3)).toHaveLength(3)
  })

  it('goes on with what has some of the words where nothing has all', async () => {
    expect((await search('webhook xyzzyq', top))[0]?.path).toMatch(/webhooks$/)
  })
})

test('an entry whose title is what was typed comes first', async () => {
  expect((await searchDocumentation('zh', 'COUPON_HELD', 1))[0]?.title).toBe('COUPON_HELD')
})
