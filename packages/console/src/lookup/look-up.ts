import { explainCoupon, findAtDesk, getMember, phoneKindOf, type RequestOf } from '@yaoquan/api'
import { CallError, hasToWait } from '../server/call-error.ts'
import { type CallPlace, callMethod, type ResultMethod, type ResultOf } from '../server/call-method.ts'
import type { Ask } from './recognise.ts'

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

/**
 * Looks up everything that a text may name: a mobile number as a card only where nobody has the phone.
 * @returns what was found, without repetition
 * @throws CallError if the server does not answer
 */
export async function lookUp(asks: readonly Ask[], place: CallPlace): Promise<readonly Finding[]> {
  const mobiles = asks.flatMap((ask) =>
    ask.kind === 'phone' && phoneKindOf(ask.phone) === 'mobile' ? [ask.phone] : [],
  )
  for (const phone of mobiles) {
    const found = await members({ phone }, place)
    if (found.length > 0) return found
  }
  const others = asks.filter((ask) => ask.kind !== 'phone' || !mobiles.includes(ask.phone))
  const found = (await Promise.all([findNamed(others, place), refusedCalls(others, place)])).flat()
  return [...new Map(found.map((finding) => [JSON.stringify(finding), finding])).values()]
}

/** One call for all that a text may name. */
async function findNamed(asks: readonly Ask[], place: CallPlace): Promise<readonly Finding[]> {
  const identifier = Object.assign({}, ...asks.map(({ kind: _, ...named }) => named)) as RequestOf<typeof findAtDesk>
  const found = await find(findAtDesk, identifier, place)
  if (found === undefined) return []
  const { members: named = [], coupon, redemptions = [], order } = found
  return [
    ...named.map(memberFound),
    ...(coupon === undefined
      ? []
      : [{ kind: 'coupon', couponCode: coupon.couponCode, name: coupon.couponName } as const]),
    ...redemptions.map(redemptionFound),
    ...(order === undefined ? [] : [{ kind: 'order', ...order } as const]),
  ]
}

/** Only refused calls are kept; others have nothing to explain. */
async function refusedCalls(asks: readonly Ask[], place: CallPlace): Promise<readonly Finding[]> {
  const ids = asks.flatMap((ask) => (ask.kind === 'request' ? [ask.requestId] : []))
  const kept = await Promise.all(ids.map((requestId) => find(explainCoupon, { requestId }, place)))
  return ids.flatMap((requestId, at) => (kept[at] === undefined ? [] : [{ kind: 'request', requestId } as const]))
}

async function members(identifier: RequestOf<typeof getMember>, place: CallPlace): Promise<readonly Finding[]> {
  try {
    const { member } = await callMethod(getMember, identifier, place)
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

type Redemption = NonNullable<ResultOf<typeof findAtDesk>['redemptions']>[number]

function redemptionFound({ redemptionId, orderId, couponCode, couponName }: Redemption): Finding {
  return { kind: 'redemption', redemptionId, orderId, couponCode, name: couponName }
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
