import {
  type ActName,
  explainCoupon,
  getCoupon,
  getMember,
  getOrder,
  getRedemption,
  listRedemptions,
  type RequestOf,
} from '@yaoquan/api'
import { CallError, hasToWait } from '../server/call-error.ts'
import { type CallPlace, callMethod, type ResultMethod, type ResultOf } from '../server/call-method.ts'
import { type Ask, inTurns } from './recognise.ts'

/** Something that the seller has under a text. */
export type Finding =
  | Readonly<{ kind: 'member'; memberId: string; name: string | undefined; phone: string | undefined }>
  | Readonly<{ kind: 'coupon'; couponCode: string; name: string | undefined }>
  | Readonly<{
      kind: 'redemption'
      redemptionId: string
      orderId: string
      couponCode: string
      name: string | undefined
    }>
  /** An order that used no coupon, or of which the role may not list redemptions. */
  | Readonly<{ kind: 'order'; orderId: string; payAmount: string; createTime: string }>
  | Readonly<{ kind: 'request'; requestId: string }>

const maxRedemptions = 20

/**
 * Looks up everything that a text may name, what is of one turn in parallel.
 * @param may whether the role may do an act of the table of roles
 * @returns what was found, without repetition
 * @throws CallError if the server does not answer
 */
export async function lookUp(
  asks: readonly Ask[],
  place: CallPlace,
  may: (act: ActName) => boolean,
): Promise<readonly Finding[]> {
  for (const turn of inTurns(asks)) {
    const found = (await Promise.all(turn.map((ask) => answerTo(ask, place, may)))).flat()
    if (found.length > 0) return [...new Map(found.map((finding) => [JSON.stringify(finding), finding])).values()]
  }
  return []
}

async function answerTo(ask: Ask, place: CallPlace, may: (act: ActName) => boolean): Promise<readonly Finding[]> {
  switch (ask.kind) {
    case 'member':
      return members({ memberId: ask.memberId }, place)
    case 'phone':
      return members({ phone: ask.phone }, place)
    case 'card':
      return members({ cardNo: ask.cardNo }, place)
    case 'coupon': {
      const coupon = (await find(getCoupon, { couponCode: ask.couponCode }, place))?.coupon
      return coupon === undefined ? [] : [{ kind: 'coupon', couponCode: coupon.couponCode, name: coupon.couponName }]
    }
    case 'order': {
      const input = { orderId: ask.orderId, limit: maxRedemptions }
      const [list, synced] = await Promise.all([
        may('list-redemptions') ? find(listRedemptions, input, place) : undefined,
        find(getOrder, { orderId: ask.orderId }, place),
      ])
      const used = (list?.redemptions ?? []).map(redemptionFound)
      return used.length > 0 || synced?.order === undefined ? used : [orderFound(synced.order)]
    }
    case 'redemption': {
      const redemption = (await find(getRedemption, { redemptionId: ask.redemptionId }, place))?.redemption
      return redemption === undefined ? [] : [redemptionFound(redemption)]
    }
    case 'request':
      // Only refused calls are kept; others have nothing to explain.
      return (await find(explainCoupon, { requestId: ask.requestId }, place)) === undefined
        ? []
        : [{ kind: 'request', requestId: ask.requestId }]
  }
}

async function members(naming: RequestOf<typeof getMember>, place: CallPlace): Promise<readonly Finding[]> {
  try {
    const { member } = await callMethod(getMember, naming, place)
    return member === undefined ? [] : [memberFound(member)]
  } catch (error) {
    if (!isAnswer(error)) throw error
    // Several members have the phone: each is read by id.
    const each = await Promise.all(error.memberIds.map((memberId) => find(getMember, { memberId }, place)))
    return each.flatMap((one) => (one?.member === undefined ? [] : [memberFound(one.member)]))
  }
}

type Member = NonNullable<ResultOf<typeof getMember>['member']>

function memberFound({ memberId, name, phones, cards }: Member): Finding {
  const current = phones.find(({ state }) => state === 'active') ?? phones[0]
  return { kind: 'member', memberId, name, phone: current?.phone ?? cards[0]?.cardNo }
}

type Redemption = NonNullable<ResultOf<typeof getRedemption>['redemption']>

function redemptionFound({ redemptionId, orderId, couponCode, couponName }: Redemption): Finding {
  return { kind: 'redemption', redemptionId, orderId, couponCode, name: couponName }
}

function orderFound({ orderId, payAmount, createTime }: NonNullable<ResultOf<typeof getOrder>['order']>): Finding {
  return { kind: 'order', orderId, payAmount, createTime }
}

/** @returns undefined if the server refuses: there is no such thing, or the text cannot name one */
async function find<M extends ResultMethod>(
  definition: M,
  request: RequestOf<M>,
  place: CallPlace,
): Promise<ResultOf<M> | undefined> {
  try {
    return await callMethod(definition, request, place)
  } catch (error) {
    if (isAnswer(error)) return undefined
    throw error
  }
}

/** Whether a refusal says that there is no such thing. */
function isAnswer(error: unknown): error is CallError {
  return error instanceof CallError && error.kind === 'refused' && !hasToWait(error)
}
