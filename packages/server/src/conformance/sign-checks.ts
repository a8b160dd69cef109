import { draftOf } from '#conformance/example-draft'
import { issueCoupons } from '#domain/lifecycle/issue-coupons'
import type { LifecycleStore, SignedCall, WriteRequest } from '#domain/lifecycle/lifecycle-store'
import { voidTemplate } from '#domain/lifecycle/void-template'
import type { Store } from '#store/open-store'
import { newSeller, type Stores, storeAt } from './programs.ts'
import { describe, expect, test } from './suite.ts'

const noon = Date.parse('2026-11-24T12:00:00+08:00')
const reused = { kind: 'sign-reused' }
let numbers = 0

/** One signature does one call: through several programs on one database. */
export function signChecks(stores: Stores): void {
  describe('a signature', () => {
    doing(stores)
    refusing(stores)
    spreading(stores)
  })
}

function doing(stores: Stores): void {
  test('that did a write does no other one, whichever program gets it', async () => {
    const sellerId = newSeller()
    const sign = signOf('original')
    expect(await issue(storeAt(stores, 0), { sellerId, sign })).toMatchObject({ kind: 'done' })
    for (const place of [0, 1]) {
      expect(await issue(storeAt(stores, place), { sellerId, sign: cutAnew(sign) })).toEqual(reused)
    }
    expect(await countEvents(storeAt(stores, 0), sellerId)).toBe(1)
  })

  test('with the same call gets the first answer again, and carries the other writes of its batch', async () => {
    const sellerId = newSeller()
    const asked = { sellerId, sign: signOf('batch'), outRequestNo: 'first' }
    expect(await issue(storeAt(stores, 0), asked)).toMatchObject({ kind: 'done', isAlreadyDone: false })
    expect(await issue(storeAt(stores, 1), asked)).toMatchObject({ kind: 'done', isAlreadyDone: true })
    const second = { ...asked, outRequestNo: 'second' }
    expect(await issue(storeAt(stores, 1), second)).toMatchObject({ kind: 'done', isAlreadyDone: false })
    expect(await countEvents(storeAt(stores, 0), sellerId)).toBe(2)
  })

  test('that comes with a number done under another signature is remembered too', async () => {
    const sellerId = newSeller()
    const first = { sellerId, sign: signOf('first'), outRequestNo: 'N' }
    await issue(storeAt(stores, 0), first)
    const sign = signOf('signed again')
    expect(await issue(storeAt(stores, 0), { ...first, sign })).toMatchObject({ kind: 'done', isAlreadyDone: true })
    expect(await issue(storeAt(stores, 1), { sellerId, sign: cutAnew(sign) })).toEqual(reused)
    const conflicting = { ...first, sign: signOf('conflicting'), content: 'other' }
    expect(await issue(storeAt(stores, 0), conflicting)).toEqual({ kind: 'conflict' })
    expect(await issue(storeAt(stores, 1), { sellerId, sign: cutAnew(conflicting.sign) })).toEqual(reused)
  })

  test('that arrives with two calls at the same time, repeatedly, does the writes of one of them', async () => {
    for (let round = 0; round < 10; round += 1) {
      const sellerId = newSeller()
      const sign = signOf(`race ${round}`)
      const attempts = Array.from({ length: 16 }, (_, place) => {
        const isOriginal = place % 4 < 2
        const own = isOriginal ? { sign, outRequestNo: 'N' } : { sign: cutAnew(sign), outRequestNo: 'Npartner_id' }
        return issue(storeAt(stores, place), { sellerId, ...own }).then(({ kind }) => ({ isOriginal, kind }))
      })
      const done = (await Promise.all(attempts)).filter(({ kind }) => kind === 'done')
      expect(new Set(done.map(({ isOriginal }) => isOriginal)).size).toBe(1)
      expect(done).toHaveLength(8)
      expect(await countEvents(storeAt(stores, 0), sellerId)).toBe(1)
    }
  })

  test('of a write done in parts belongs to all of them', async () => {
    const sellerId = newSeller()
    const sign = signOf('void')
    await issue(storeAt(stores, 0), { sellerId, sign: signOf('issue'), couponId: 'T' })
    const asked = { request: requestOf({ sellerId, sign }), couponId: 'T', reason: '' }
    for (const place of [0, 1]) {
      expect(await voidTemplate({ lifecycle: storeAt(stores, place).lifecycleStore, ...asked })).toMatchObject({
        kind: 'done',
        answer: { voidedCount: 1 },
      })
    }
    expect(await issue(storeAt(stores, 1), { sellerId, sign: cutAnew(sign) })).toEqual(reused)
  })
}

function refusing(stores: Stores): void {
  test.each<[string, (lifecycle: LifecycleStore, request: WriteRequest) => Promise<unknown>]>([
    ['before it wrote anything', (lifecycle, request) => lifecycle.writeOnce(request, async () => refused)],
    [
      'after it wrote something',
      (lifecycle, request) =>
        lifecycle.writeOnce(request, async (writer) => {
          await writer.issueCoupons([draftOf({ couponCode: 'taken-back' })])
          return refused
        }),
    ],
  ])('that was refused %s is remembered, while the same call may succeed later', async (_when, refuse) => {
    const sellerId = newSeller()
    const sign = signOf('refused')
    const asked = { sellerId, sign, outRequestNo: 'N' }
    expect(await refuse(storeAt(stores, 0).lifecycleStore, requestOf(asked))).toEqual(refused)
    expect(await issue(storeAt(stores, 1), { sellerId, sign: cutAnew(sign) })).toEqual(reused)
    expect(await refuse(storeAt(stores, 1).lifecycleStore, requestOf(asked))).toEqual(refused)
    expect(await issue(storeAt(stores, 1), asked)).toMatchObject({ kind: 'done', isAlreadyDone: false })
    expect(await issue(storeAt(stores, 0), { sellerId, sign: cutAnew(sign) })).toEqual(reused)
    expect(await countEvents(storeAt(stores, 0), sellerId)).toBe(1)
  })

  test('that was refused before it reached a work is remembered', async () => {
    const sellerId = newSeller()
    const sign = signOf('unreadable')
    const remember = (place: number, call: SignedCall) =>
      storeAt(stores, place).lifecycleStore.rememberSign({ sellerId, nowMs: noon, sign: call })
    expect(await remember(0, sign)).toEqual({ kind: 'sign-known' })
    expect(await remember(1, sign)).toEqual({ kind: 'sign-known' })
    expect(await remember(1, cutAnew(sign))).toEqual(reused)
    expect(await issue(storeAt(stores, 1), { sellerId, sign: cutAnew(sign) })).toEqual(reused)
    expect(await issue(storeAt(stores, 1), { sellerId, sign })).toMatchObject({ kind: 'done' })
  })
}

function spreading(stores: Stores): void {
  test('of a batch that writes for several sellers does not write for another one when it is cut anew', async () => {
    const [homeSellerId, sellerId, otherSellerId] = [newSeller(), newSeller(), newSeller()]
    const sign = { ...signOf('sellers'), homeSellerId }
    expect(await issue(storeAt(stores, 0), { sellerId, sign })).toMatchObject({ kind: 'done' })
    for (const other of [homeSellerId, sellerId, otherSellerId]) {
      expect(await issue(storeAt(stores, 1), { sellerId: other, sign: cutAnew(sign) })).toEqual(reused)
    }
    expect(await issue(storeAt(stores, 1), { sellerId: otherSellerId, sign })).toMatchObject({ kind: 'done' })
  })
}

const refused = { kind: 'refused', refusal: 'because' } as const

function signOf(name: string): SignedCall {
  numbers += 1
  return { signDigest: shortText(`${name} ${numbers}`), callDigest: shortText('as it was signed') }
}

function cutAnew(sign: SignedCall): SignedCall {
  return { ...sign, callDigest: shortText('cut anew') }
}

function shortText(text: string): Uint8Array {
  return Buffer.from(text.padEnd(16).slice(-16))
}

type Asked = Readonly<{ sellerId: string; sign: SignedCall; outRequestNo?: string; content?: string }>

function requestOf({ outRequestNo, content = '', ...asked }: Asked): WriteRequest {
  numbers += 1
  const named = { outRequestNo: outRequestNo ?? `sign-${numbers}`, method: 'm', actor: 'app:1', requestId: undefined }
  return { ...asked, ...named, content, nowMs: noon }
}

/** Issues one coupon that no other call issues. */
function issue({ lifecycleStore: lifecycle }: Store, { couponId, ...asked }: Asked & Readonly<{ couponId?: string }>) {
  const request = requestOf(asked)
  return issueCoupons({ lifecycle, request, rows: [{ couponCode: `c-${request.outRequestNo}`, couponId }] })
}

async function countEvents({ eventReader }: Store, sellerId: string): Promise<number> {
  return (await eventReader.listEvents({ sellerId, afterSeq: 0, limit: 100 })).events.length
}
