import type { EventKind } from '@yaoquan/api'
import type { TopClient } from '@yaoquan/client'
import { OperationFault } from '#terminal/output'

/** Makes the thing happen that causes an event, on new objects whose names end with `mark`. */
export type Trigger = (client: TopClient, mark: string) => Promise<unknown>

/** The kinds of events that an app can cause; the others come from administrators, operators and the server itself. */
export const triggers = {
  issued: issue,
  held: hold,
  async released(client, mark) {
    await hold(client, mark)
    await client.releaseCoupon({ couponCode: code(mark), orderId: order(mark) })
  },
  redeemed: redeem,
  async returned(client, mark) {
    const { redemptionId } = await redeem(client, mark)
    await client.returnCoupon({ redemptionId: made(redemptionId), reason })
  },
  async voided(client, mark) {
    await issue(client, mark)
    await client.voidCoupons({ couponCodes: [code(mark)], reason })
  },
  async extended(client, mark) {
    await issue(client, mark)
    await client.extendCoupons({ couponCodes: [code(mark)], endDate: '2099-12-31', reason })
  },
  template_saved: saveTemplate,
  template_closed: closeTemplate,
  async template_reopened(client, mark) {
    await closeTemplate(client, mark)
    await client.reopenTemplate({ couponId: template(mark), reason })
  },
  member_changed: (client, mark) => saveMember(client, `A${mark}`),
  member_merged: mergeMembers,
  async member_unmerged(client, mark) {
    await client.unmergeMembers({ mergeId: await mergeMembers(client, mark), reason })
  },
  async member_erased(client, mark) {
    await client.eraseMember({ memberId: await saveMember(client, `A${mark}`), reason })
  },
  async exported(client, mark) {
    await client.exportMember({ memberId: await saveMember(client, `A${mark}`) })
  },
  async goods_returned(client, mark) {
    const { redemptionId } = await redeem(client, mark)
    await client.returnRedemption({ redemptionId: made(redemptionId), lines: [{ lineNo: 1, quantity: '1' }], reason })
  },
  shop: (client, mark) => client.saveShops({ shops: [{ code: `S${mark}`, name: `门店${mark}` }] }),
  category: (client, mark) => client.saveCategories({ categories: [{ code: `C${mark}`, name: `品类${mark}` }] }),
} as const satisfies Partial<Record<EventKind, Trigger>>

export type TriggeredKind = keyof typeof triggers
export const triggeredKinds = Object.keys(triggers) as readonly TriggeredKind[]

const reason = 'trigger'
const code = (mark: string) => `TRIGGER-${mark}`
const order = (mark: string) => `TRIGGER-ORDER-${mark}`
const template = (mark: string) => `TRIGGER-T-${mark}`

/** @throws OperationFault if the answer has no id, which a write that was done always has */
function made(id: string | undefined): string {
  if (id === undefined) throw new OperationFault('响应中没有id', 'the answer has no id')
  return id
}

async function issue(client: TopClient, mark: string): Promise<void> {
  const coupon = { couponCode: code(mark), couponName: 'trigger', couponAmount: '1', endDate: '2099-12-30' }
  await client.issueCoupons({ coupons: [coupon] })
}

async function hold(client: TopClient, mark: string): Promise<void> {
  await issue(client, mark)
  await client.holdCoupon({ couponCode: code(mark), orderId: order(mark), ttlSeconds: 3600 })
}

async function redeem(client: TopClient, mark: string) {
  await issue(client, mark)
  const lines = [{ lineNo: 1, goodsId: 'TRIGGER', quantity: '1', amount: '20.00' }]
  return client.redeemCoupon({ couponCode: code(mark), orderId: order(mark), shop: '01', lines })
}

async function saveTemplate(client: TopClient, mark: string): Promise<void> {
  const days = { validFromDay: 0, validToDay: 29 }
  const terms = { couponId: template(mark), couponName: 'trigger', kind: 'cash', couponAmount: '1', ...days } as const
  await client.saveTemplate({ template: terms })
}

async function closeTemplate(client: TopClient, mark: string): Promise<void> {
  await saveTemplate(client, mark)
  await client.closeTemplate({ couponId: template(mark), reason })
}

/** @returns the member id */
async function saveMember(client: TopClient, cardNo: string): Promise<string> {
  return made((await client.saveMember({ cardNo, name: 'trigger' })).memberId)
}

/** @returns the id of the merge */
async function mergeMembers(client: TopClient, mark: string): Promise<string> {
  const intoMemberId = await saveMember(client, `A${mark}`)
  const fromMemberId = await saveMember(client, `B${mark}`)
  return made((await client.mergeMembers({ fromMemberId, intoMemberId, reason })).mergeId)
}
