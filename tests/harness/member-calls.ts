import { expect } from 'vitest'
import { auditedSeller } from './audited-seller.ts'
import { lifecycleClient } from './lifecycle-client.ts'
import { startTestServer } from './test-server.ts'

type Selector = Readonly<{ memberId?: string; phone?: string; cardNo?: string }>
type IssuedCoupon = Readonly<{ couponCode: string; phone?: string; cardNo?: string }>

export type MemberCalls = Awaited<ReturnType<typeof openMemberCalls>>

/** A server with a template `ONE` of which each member may claim one coupon, and calls about members. */
export async function openMemberCalls() {
  const server = await startTestServer()
  const caller = lifecycleClient(server)
  const { call, newNo } = caller
  const template = {
    couponId: 'ONE',
    couponName: '一人一张',
    kind: 'cash',
    couponAmount: '10',
    validToDay: 29,
  } as const
  await call('yaoquan.template.save', { outRequestNo: newNo(), template: { ...template, memberTotal: 1 } })
  let phones = 0
  const save = (member: object) => call('yaoquan.member.save', { outRequestNo: newNo(), ...member })
  return {
    ...caller,
    server,
    save,
    /** A phone that nobody has. */
    newPhone(): string {
      phones += 1
      return `1390000${String(phones).padStart(4, '0')}`
    },
    newMember: async (member: object): Promise<string> => String((await save(member))['memberId']),
    get: (selector: Selector & Readonly<{ couponCode?: string }>) => call('yaoquan.member.get', selector),
    async issue(...coupons: readonly IssuedCoupon[]): Promise<void> {
      const term = { startDate: '2026-11-01', endDate: '2099-12-31' }
      const issued = coupons.map((coupon) => ({ ...coupon, ...term }))
      await caller.client.issueCoupons({ outRequestNo: newNo(), coupons: issued })
    },
    async codesOf(selector: Selector): Promise<readonly string[]> {
      const { coupons } = await caller.client.searchCouponPage(selector)
      return coupons.map(({ couponCode }) => couponCode)
    },
    /** @returns `claimed` or the error code */
    async claim(selector: Selector): Promise<unknown> {
      const answer = await call('yaoquan.coupon.claim', { outRequestNo: newNo(), couponId: 'ONE', ...selector })
      return answer['errorCode'] ?? 'claimed'
    },
    /** Audits the store, and closes the server. */
    async close(): Promise<void> {
      const verdict = await auditedSeller({ dataDir: server.dataDir })
      await server.close()
      expect(verdict?.kind).toBe('intact')
    },
  }
}
