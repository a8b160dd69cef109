import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { BusinessError, type TopClient } from '@yaoquan/client'

/** What a write that succeeded says; equal numbers give equal ones, but for these two members. */
type Answer = Readonly<{ requestId: string; alreadyDone?: boolean | undefined }>

/** A write that can be sent again under its number. */
export type Write = Readonly<{
  outRequestNo: string
  send: (client: TopClient) => Promise<Answer>
  /** Keeps what the answer says happened. */
  keep: (answer: Answer) => void
}>

export type Acknowledged = Readonly<{ write: Write; answer: Answer }>

/** What happened in a chain, as far as its callers were told. */
export type Told = Readonly<{
  issuedCodes: Set<string>
  claimedCodes: Set<string>
  /** Coupon code by redemption. */
  redemptions: Map<string, string>
  returned: Set<string>
}>

export const claimedTemplate = 'T1'

/** Makes up writes of all kinds over a growing set of coupons. */
export function createLifecycleLoad(name: string, told: Told): () => Write {
  let numbers = 0
  const next = () => {
    numbers += 1
    return `${name}-${numbers}`
  }
  const anyCode = () => pick([...told.issuedCodes].slice(-200), [...told.claimedCodes].slice(-100))
  const anyRedemption = () => pick([...told.redemptions.keys()].slice(-100), [])
  return () => {
    const outRequestNo = next()
    const couponCode = anyCode()
    const redemptionId = anyRedemption()
    const dice = randomInt(10)
    if (couponCode === undefined || dice < 2) return issue(outRequestNo, told)
    if (dice < 4) return claim(outRequestNo, told)
    if (dice < 5) return hold(outRequestNo, couponCode)
    if (dice < 8 || redemptionId === undefined) return redeem(outRequestNo, couponCode, told)
    return giveBack(outRequestNo, redemptionId, told)
  }
}

/** A write whose answer has the members that its keeper reads. */
function write<A extends Answer>(
  outRequestNo: string,
  send: (client: TopClient) => Promise<A>,
  keep: (answer: A) => void,
): Write {
  return { outRequestNo, send, keep: (answer) => keep(answer as A) }
}

function issue(outRequestNo: string, { issuedCodes }: Told): Write {
  const coupons = Array.from({ length: 1 + randomInt(5) }, (_, n) => ({
    couponCode: `${outRequestNo}-${n}`,
    channel: 'load',
    phone: `186${String(randomInt(1000)).padStart(8, '0')}`,
    endDate: '2099-12-31',
  }))
  return write(
    outRequestNo,
    (client) => client.issueCoupons({ outRequestNo, coupons }),
    ({ items }) => {
      for (const { couponCode = '' } of items) issuedCodes.add(couponCode)
    },
  )
}

function claim(outRequestNo: string, { claimedCodes }: Told): Write {
  const request = { outRequestNo, couponId: claimedTemplate, cardNo: String(randomInt(100)), count: 1 + randomInt(2) }
  return write(
    outRequestNo,
    (client) => client.claimCoupons({ ...request, channel: 'claim' }),
    ({ coupons }) => {
      for (const { couponCode } of coupons) claimedCodes.add(couponCode)
    },
  )
}

function hold(outRequestNo: string, couponCode: string): Write {
  const request = { outRequestNo, couponCode, orderId: `O-${randomInt(50)}`, ttlSeconds: 1 + randomInt(3) }
  return write(
    outRequestNo,
    (client) => client.holdCoupon(request),
    () => undefined,
  )
}

function redeem(outRequestNo: string, couponCode: string, { redemptions }: Told): Write {
  const request = { outRequestNo, couponCode, orderId: `O-${randomInt(50)}` }
  return write(
    outRequestNo,
    (client) => client.redeemCoupon(request),
    ({ redemptionId = '' }) => redemptions.set(redemptionId, couponCode),
  )
}

function giveBack(outRequestNo: string, redemptionId: string, { returned }: Told): Write {
  return write(
    outRequestNo,
    (client) => client.returnCoupon({ outRequestNo, redemptionId, reason: 'order cancelled' }),
    () => returned.add(redemptionId),
  )
}

function pick(...lists: readonly (readonly string[])[]): string | undefined {
  const all = lists.flat()
  return all.length === 0 ? undefined : all[randomInt(all.length)]
}

export type LoadResult = Readonly<{ acknowledged: readonly Acknowledged[]; unknown: readonly Write[] }>

/**
 * Sends writes from many callers in parallel until the server is gone; every third is sent twice at the same time.
 * @returns what was acknowledged, and what nobody knows the outcome of
 */
export function loadUntilGone(client: TopClient, nextWrite: () => Write, callers: number): Promise<LoadResult> {
  return load({ client, nextWrite, callers, isOver: (outcome) => outcome === 'unknown' })
}

/** The same until told that it is over, whatever becomes of single writes. */
export function loadUntil(isOver: () => boolean, parts: Omit<Load, 'isOver'>): Promise<LoadResult> {
  return load({ ...parts, isOver })
}

type Load = Readonly<{
  client: TopClient
  nextWrite: () => Write
  callers: number
  /** How long a caller waits between two writes; default 0. */
  pauseMs?: number
  /** The same after a write whose outcome is unknown; default `pauseMs`. */
  pauseAfterUnknownMs?: number
  /** Asked by each caller after each write. */
  isOver: (outcome: 'known' | 'unknown') => boolean
}>

async function load({ client, nextWrite, callers, isOver, ...pauses }: Load): Promise<LoadResult> {
  const { pauseMs = 0, pauseAfterUnknownMs = pauseMs } = pauses
  const acknowledged: Acknowledged[] = []
  const unknown: Write[] = []
  const caller = async () => {
    for (;;) {
      const write = nextWrite()
      const sent = await Promise.all(Array.from({ length: randomInt(3) === 0 ? 2 : 1 }, () => attempt(client, write)))
      const answer = sent.find((outcome) => outcome.kind === 'answered')
      const isUnknown = sent.some(({ kind }) => kind === 'unknown')
      if (answer !== undefined) acknowledged.push({ write, answer: answer.answer })
      else if (isUnknown) unknown.push(write)
      if (answer !== undefined) write.keep(answer.answer)
      if (isOver(isUnknown ? 'unknown' : 'known')) return
      const restMs = isUnknown ? pauseAfterUnknownMs : pauseMs
      if (restMs > 0) await delay(restMs)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return { acknowledged, unknown }
}

export type Attempt =
  | Readonly<{ kind: 'answered'; answer: Answer }>
  /** The method said no; nothing happened. */
  | Readonly<{ kind: 'refused' }>
  | Readonly<{ kind: 'unknown'; error: unknown }>

/** Sends a write once. */
export async function attempt(client: TopClient, write: Write): Promise<Attempt> {
  try {
    return { kind: 'answered', answer: await write.send(client) }
  } catch (error) {
    return error instanceof BusinessError ? { kind: 'refused' } : { kind: 'unknown', error }
  }
}

/** What must be equal whenever a number is sent. */
export function contentOf({ requestId: _, alreadyDone: __, ...content }: Answer): object {
  return content
}
