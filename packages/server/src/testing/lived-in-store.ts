import { randomBytes } from 'node:crypto'
import { exchangeSecret } from '#domain/administration/exchange-secret'
import { askSecondPerson } from '#domain/lifecycle/ask-second-person'
import { claimCoupons } from '#domain/lifecycle/claim-coupons'
import { releaseCoupon } from '#domain/lifecycle/hold-coupon'
import { issueCoupons } from '#domain/lifecycle/issue-coupons'
import { runAct, type WriteRequest } from '#domain/lifecycle/lifecycle-store'
import { returnCoupon } from '#domain/lifecycle/return-coupon'
import { saveCategories, saveShops } from '#domain/lifecycle/save-master-data'
import { closeTemplate, reopenTemplate } from '#domain/lifecycle/save-template'
import { syncOrder } from '#domain/lifecycle/sync-order'
import { voidCoupons } from '#domain/lifecycle/void-coupons'
import { askForRetention } from '#domain/lifecycle/wait-for-retention'
import { newSellerPolicy } from '#domain/policy/seller-policy'
import type { TemplateTerms } from '#domain/templates/template'
import type { Store } from '#store/open-store'
import { administer } from './administer.ts'
import { changePolicy, setGroup, setRetention } from './change-rules.ts'
import { countFigures } from './count-figures.ts'
import { draftOf } from './example-draft.ts'
import { orderLineWith, orderVersionWith } from './example-order.ts'
import { issuerOf } from './issue-drafts.ts'
import * as calls from './lifecycle-calls.ts'
import { workIn } from './lived-in-work.ts'

const noon = Date.parse('2026-11-24T12:00:00+08:00')
const dayMs = 86_400_000

/** Lets a seller do everything that writes, so that every table has rows. For tests. */
export async function liveIn(store: Store, sellerId: string): Promise<void> {
  const lifecycle = store.lifecycleStore
  let numbers = 0
  const request = (method: string, nowMs = noon): WriteRequest => {
    numbers += 1
    const named = { method, content: `${numbers}`, actor: 'app:1', requestId: `r${numbers}` }
    return { sellerId, outRequestNo: `N${numbers}`, ...named, nowMs }
  }
  await register(store, sellerId)
  await importSome(store, sellerId)

  const save = (terms: Partial<TemplateTerms>) => calls.save(store, request('save'), terms)
  const claim = (couponId: string, member: Readonly<{ phone?: string; cardNo?: string }>, nowMs = noon) =>
    calls.claim(store, request('claim', nowMs), { couponId, ...member, count: 2, channel: 'app' })
  await save({ couponId: 'limited', stockTotal: 100, memberTotal: 10, memberPerDay: 5 })
  await save({ couponId: 'later' })
  for (const couponId of ['limited', 'later']) {
    await claim(couponId, { phone: '13900000001' })
    await claim(couponId, { phone: '13900000001', cardNo: 'card-1' }, noon + dayMs)
  }
  await save({ couponId: 'later', stockPerDay: 50, memberPerDay: 7 })
  // A server whose clock lags claims for the day that was counted before.
  for (const atMs of [noon + dayMs, noon, noon + 2 * dayMs]) await claim('later', { cardNo: 'card-2' }, atMs)
  await claimCoupons({
    lifecycle,
    request: request('generate'),
    couponId: 'limited',
    member: undefined,
    count: 3,
    channel: undefined,
    randomBytes,
  })
  const reserved = await calls.reserve(store, request('reserve'), { couponId: 'limited', count: 2, channel: 'flyer' })
  const [couponCode = ''] = calls.answerOf(reserved).couponCodes
  await calls.claimCode(store, request('claim code'), { couponCode, phone: '13900000001' })
  const closing = { lifecycle, couponId: 'later', reason: '活动结束' }
  await runAct(closeTemplate, { ...closing, request: request('close') })
  await runAct(reopenTemplate, { ...closing, request: request('reopen') })
  await save({ couponId: 'later', state: 'draft' })
  await claim('later', { phone: '13900000005' }, noon + 2 * dayMs)
  await runAct(closeTemplate, { ...closing, request: request('close again') })

  const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map((couponCode) => {
    return {
      couponCode,
      phone: '13900000002',
      endDate: '2026-11-30',
      couponAmount: ['b', 'f'].includes(couponCode) ? '5' : undefined,
    }
  })
  for (const repeated of [false, true]) await issueCoupons({ lifecycle, request: request(`issue ${repeated}`), rows })
  const held = { couponCode: 'a', orderId: 'SO-1' }
  await calls.hold(store, request('hold'), held)
  await runAct(releaseCoupon, { lifecycle, ...held, request: request('release') })
  const sold = { shop: '01', amountFen: 100_000 }
  const redeemOne = (couponCode: string, orderId: string) =>
    calls.redeemOne(store, request('redeem'), { couponCodes: [couponCode], orderId, ...sold })
  const returned = await redeemOne('a', 'SO-2')
  await returnCoupon({ lifecycle, request: request('return'), redemptionId: returned, reason: '退货' })
  await redeemOne('a', 'SO-3')
  await redeemOne('b', 'SO-4')
  const upload = (orderId: string, atMs: number) =>
    calls.upload(store, request('upload'), { couponCodes: ['b', 'e', 'nowhere'], orderId, atMs, ...sold })
  // An earlier one that comes later takes the coupon over.
  await upload('SO-6', noon + 2000)
  await upload('SO-13900000006', noon + 1000)
  await runAct(voidCoupons, { lifecycle, request: request('void'), couponCodes: ['c'], reason: '取消' })
  const sync = (changes: Parameters<typeof orderVersionWith>[0]) => {
    const version = orderVersionWith({ createdAtMs: noon, ...changes })
    return syncOrder({ lifecycle, request: request('sync'), version, policy: newSellerPolicy, randomBytes })
  }
  const named = { phone: '13900000002', cardNo: 'card-3' }
  await sync({ orderId: 'SO-5', ...named, couponCodes: ['d', 'missing'] })
  await sync({ orderId: 'SO-5', ...named, stampMs: noon, couponCodes: ['missing'] })
  await sync({ orderId: 'SO-5', ...named, stampMs: noon - 1, couponCodes: ['d'] })
  await sync({ orderId: 'SO-13900000005' })
  // The second version changes what the coupon takes.
  for (const priceFen of [600, 200]) {
    await sync({ orderId: 'SO-8', couponCodes: ['f'], lines: [orderLineWith({ priceFen, paidFen: 0 })] })
  }
  await sellAndReturn(store, request)
  await store.expiryRecorder.recordExpired(sellerId, '2026-11-30', 100, noon + 8 * dayMs)
  await changePolicy(store, {
    sellerId,
    changes: { maxPerOrder: 20 },
    nowMs: noon,
    actor: 'operator:policy',
  })
  const days = { request: 400, member: 1000 }
  const group = { sellerId, name: '华东', nowMs: noon, actor: 'operator:shop-group' }
  for (const shops of ['01', '01,02']) await setGroup(store, { ...group, shops })
  for (const name of ['朝阳店', '朝阳大药房']) {
    await runAct(saveShops, { lifecycle, request: request('name a shop'), rows: [{ code: '01', name, city: '北京' }] })
  }
  await runAct(saveCategories, {
    lifecycle,
    request: request('name a category'),
    rows: [{ code: '1001', name: '感冒用药' }],
  })
  await setRetention(store, { sellerId, days, nowMs: noon, actor: 'operator:retention' })
  const input = { days: { request: 100 }, by: 'operator:li.na' }
  await runAct(askForRetention, { lifecycle, request: request('shorter retention'), ...input })
  const subject = { kind: 'erase-member', memberId: 'M1', reason: '会员要求' } as const
  const asking = { requestId: 'asked', subject, by: 'operator:li.na' }
  await runAct(askSecondPerson, { lifecycle, request: request('second person'), ...asking })
  await hire(store, sellerId)
  await workIn(store, sellerId, request)
  await countFigures(store, sellerId)
}

/** An operator with a second factor, who is signed in. */
async function hire(store: Store, sellerId: string): Promise<void> {
  const name = `clerk-${sellerId}`
  const operator = {
    name,
    displayName: '店员',
    isEnabled: true,
    passwordHash: 'scrypt$',
    mustChangePassword: true,
    passwordEndsAtMs: noon + dayMs,
    totpSecret: 'JBSWY3DPEHPK3PXP',
    roles: [{ sellerId, role: 'shop_clerk', shops: ['01'] }],
    lastSellerId: undefined,
  }
  const administration = administer(store, noon)
  await administration.createOperator(operator)
  const input = { appKey: `app-${sellerId}`, sellerId, operatorName: name, redirectUri: undefined }
  const grant = { ...input, codeChallenge: undefined, expiresAtMs: noon + dayMs }
  await store.oauthGrants.createCode(`code of ${name}`, grant, noon)
  const values = { accessToken: `access of ${name}`, refreshToken: `refresh of ${name}` }
  const ends = { accessEndsAtMs: noon + dayMs, refreshEndsAtMs: noon + dayMs }
  await store.oauthGrants.useGrant(`code of ${name}`, { ...values, ...ends }, noon)
  const target = { appKey: `app-${sellerId}` }
  await administration.run(exchangeSecret, { target, text: 'another', oldEndsAtMs: noon + dayMs, shownTo: name })
  const session = { name, createdAtMs: noon, seenAtMs: noon, expiresAtMs: noon + dayMs }
  await store.operatorSessions.createSession(`token of ${name}`, session)
  const view = { sellerId, list: 'coupons', name: 'mine', search: { shop: '01' }, savedAtMs: noon }
  await store.savedViews.saveView(name, view)
}

/** Coupons on lines, of which some come back. */
async function sellAndReturn(store: Store, request: (method: string) => WriteRequest): Promise<void> {
  const lifecycle = store.lifecycleStore
  const rows = ['sold', 'sold later'].map((couponCode) => ({ couponCode, couponAmount: '5' }))
  await issueCoupons({ lifecycle, request: request('issue for a sale'), rows })
  const line = { goodsId: 'g1', categories: ['1001'], quantityMilli: 3_000 }
  const lines = [1, 2].map((lineNo) => ({ lineNo, amountFen: 5_000 * lineNo, ...line }))
  for (const { couponCode } of rows) {
    await calls.redeem(store, request('redeem lines'), {
      couponCodes: [couponCode],
      orderId: 'SO-7',
      basketLines: lines,
    })
  }
  for (const quantityMilli of [1_000, 500]) {
    const returned = { orderId: 'SO-7', lines: [{ lineNo: 2, quantityMilli }] }
    await calls.returnLines(store, request('return lines'), returned)
  }
}

async function register(store: Store, sellerId: string): Promise<void> {
  const administration = administer(store, noon)
  await administration.createSeller({ sellerId, name: '康民大药房' })
  const session = { appKey: `app-${sellerId}`, sellerId, expiresAtMs: noon + 30 * dayMs }
  await administration.createSession(`session of ${sellerId}`, session)
  const webhook = { sellerId, webhookId: `w-${sellerId}`, url: 'https://erp.example/events', secret: 's', cursorSeq: 0 }
  await administration.addWebhook(webhook)
}

/** Coupons of several channels and states, with and without a phone; some past their end at their issue. */
async function importSome(store: Store, sellerId: string): Promise<void> {
  const drafts = [undefined, 'erp', 'app'].flatMap((channel) =>
    [undefined, '13900000003', '13900000004'].map((phone) =>
      draftOf({ couponCode: `${channel}-${phone}`, channel, phone }),
    ),
  )
  await issuerOf(store).issueCoupons(sellerId, drafts, noon)
  const states = [{ kind: 'used' }, { kind: 'void' }] as const
  const others = states.map((state) => draftOf({ couponCode: `import-${state.kind}` }, state))
  await issuerOf(store).issueCoupons(sellerId, [...others, draftOf({ couponCode: 'one', endDate: undefined })], noon)
}
