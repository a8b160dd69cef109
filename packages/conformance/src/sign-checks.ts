import { expect } from 'expect'
import {
  act,
  issueCoupons,
  listEvents,
  load,
  newSeller,
  noon,
  refused,
  requestOf,
  runAct,
  type SignedCall,
  type Store,
  voidTemplate,
  type WriteRequest,
} from '#server/testing'
import { type Checks, together } from './programs.ts'

const reused = { kind: 'sign-reused' }
const doneNow = { kind: 'done', isAlreadyDone: false }
const refusal = { kind: 'refused', refusal: 'because' }

const refusing = act<object, object, never, 'because'>({ reads: () => load({}), decide: () => refused('because') })

/** One signature does one call, through several programs on one database. */
export const signChecks: Checks = {
  async 'that did a write does no other one, whichever program gets it'({ one, other, sellerId }) {
    const sign = signOf('original')
    expect(await issue(one, sellerId, { sign })).toMatchObject({ kind: 'done' })
    for (const store of [one, other]) expect(await issue(store, sellerId, { sign: cutAnew(sign) })).toEqual(reused)
    expect(await listEvents(one, sellerId)).toHaveLength(1)
  },

  async 'with the same call gets the first answer again, and carries the other writes of its batch'({
    one,
    other,
    sellerId,
  }) {
    const input = { sign: signOf('batch'), outRequestNo: 'first' }
    expect(await issue(one, sellerId, input)).toMatchObject(doneNow)
    expect(await issue(other, sellerId, input)).toMatchObject({ kind: 'done', isAlreadyDone: true })
    expect(await issue(other, sellerId, { ...input, outRequestNo: 'second' })).toMatchObject(doneNow)
    expect(await listEvents(one, sellerId)).toHaveLength(2)
  },

  async 'that comes with a number done under another signature is remembered too'({ one, other, sellerId }) {
    const outRequestNo = 'N'
    await issue(one, sellerId, { sign: signOf('first'), outRequestNo })
    const sign = signOf('signed again')
    expect(await issue(one, sellerId, { sign, outRequestNo })).toMatchObject({ kind: 'done', isAlreadyDone: true })
    expect(await issue(other, sellerId, { sign: cutAnew(sign) })).toEqual(reused)
    const conflicting = { sign: signOf('conflicting'), outRequestNo, content: 'other' }
    expect(await issue(one, sellerId, conflicting)).toEqual({ kind: 'conflict' })
    expect(await issue(other, sellerId, { sign: cutAnew(conflicting.sign) })).toEqual(reused)
  },

  async 'that arrives with two calls at the same time, repeatedly, does the writes of one of them'({ one, at }) {
    for (let round = 0; round < 10; round += 1) {
      const sellerId = newSeller()
      const sign = signOf(`race ${round}`)
      const attempts = await together(16, async (place) => {
        const isOriginal = place % 4 < 2
        const own = isOriginal ? { sign, outRequestNo: 'N' } : { sign: cutAnew(sign), outRequestNo: 'Npartner_id' }
        return { isOriginal, kind: (await issue(at(place), sellerId, own)).kind }
      })
      const done = attempts.filter(({ kind }) => kind === 'done')
      expect(new Set(done.map(({ isOriginal }) => isOriginal)).size).toBe(1)
      expect(done).toHaveLength(8)
      expect(await listEvents(one, sellerId)).toHaveLength(1)
    }
  },

  async 'of a write done in parts belongs to all of them'({ one, other, sellerId }) {
    const sign = signOf('void')
    await issue(one, sellerId, { sign: signOf('issue') }, 'T')
    const input = { request: requestOf(sellerId, { sign }), couponId: 'T', reason: '' }
    for (const { lifecycleStore: lifecycle } of [one, other]) {
      const done = { kind: 'done', answer: { changedCount: 1 } }
      expect(await voidTemplate({ lifecycle, ...input })).toMatchObject(done)
    }
    expect(await issue(other, sellerId, { sign: cutAnew(sign) })).toEqual(reused)
  },

  async 'that was refused is remembered, while the same call may succeed later'({ one, other, sellerId }) {
    const input = { sign: signOf('refused'), outRequestNo: 'N' }
    const sign = cutAnew(input.sign)
    const request = requestOf(sellerId, input)
    expect(await runAct(refusing, { lifecycle: one.lifecycleStore, request })).toEqual(refusal)
    expect(await issue(other, sellerId, { sign })).toEqual(reused)
    expect(await runAct(refusing, { lifecycle: other.lifecycleStore, request })).toEqual(refusal)
    expect(await issue(other, sellerId, input)).toMatchObject(doneNow)
    expect(await issue(one, sellerId, { sign })).toEqual(reused)
    expect(await listEvents(one, sellerId)).toHaveLength(1)
  },

  async 'that was refused before it reached an act is remembered'({ one, other, sellerId }) {
    const sign = signOf('unreadable')
    const remember = ({ lifecycleStore }: Store, call: SignedCall) =>
      lifecycleStore.rememberSign({ sellerId, nowMs: noon, sign: call })
    for (const store of [one, other]) expect(await remember(store, sign)).toEqual({ kind: 'sign-known' })
    expect(await remember(other, cutAnew(sign))).toEqual(reused)
    expect(await issue(other, sellerId, { sign: cutAnew(sign) })).toEqual(reused)
    expect(await issue(other, sellerId, { sign })).toMatchObject({ kind: 'done' })
  },

  async 'of a batch that writes for several sellers does not write for another one when it is cut anew'({
    one,
    other,
    sellerId,
  }) {
    const [homeSellerId, otherSellerId] = [newSeller(), newSeller()]
    const sign = { ...signOf('sellers'), homeSellerId }
    expect(await issue(one, sellerId, { sign })).toMatchObject({ kind: 'done' })
    for (const seller of [homeSellerId, sellerId, otherSellerId]) {
      expect(await issue(other, seller, { sign: cutAnew(sign) })).toEqual(reused)
    }
    expect(await issue(other, otherSellerId, { sign })).toMatchObject({ kind: 'done' })
  },
}

let signs = 0

function signOf(name: string): SignedCall {
  signs += 1
  return { signDigest: shortText(`${name} ${signs}`), callDigest: shortText('as it was signed') }
}

function cutAnew(sign: SignedCall): SignedCall {
  return { ...sign, callDigest: shortText('cut anew') }
}

function shortText(text: string): Uint8Array {
  return Buffer.from(text.padEnd(16).slice(-16))
}

/** Issues one coupon that no other call issues. */
function issue(store: Store, sellerId: string, input: Partial<WriteRequest>, couponId?: string) {
  const request = requestOf(sellerId, input)
  const rows = [{ couponCode: `c-${request.outRequestNo}`, couponId }]
  return issueCoupons({ lifecycle: store.lifecycleStore, request, rows })
}
