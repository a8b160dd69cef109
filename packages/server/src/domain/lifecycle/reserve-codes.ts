import type { StoredTemplate } from '#domain/templates/template-store'
import { act, done, load, refused } from './act.ts'
import { runAct, type WriteCall, type Written } from './lifecycle-store.ts'
import { newRandomCode, untilFree } from './random-code.ts'
import { codesReserved, takenCodes, template } from './template-changes.ts'

type Reserving = Readonly<{
  couponId: string
  /** Channel of the coupons that the codes become, unless the claim names another. */
  channel: string | undefined
}>

export type ReservedCodes = Readonly<{ couponCodes: readonly string[] }>

export type ReserveRefusal = Readonly<{ kind: 'template-not-found' | 'template-closed' }>

type Input = WriteCall &
  Reserving &
  Readonly<{
    /** 1..1000 */
    count: number
    randomBytes: (size: number) => Uint8Array
  }>

/**
 * Makes codes of a template up, to be printed before anybody owns them. Each becomes a coupon when a member claims it; until then it counts
 * against no stock (docs/adr/0033-reserved-codes.md). A draft has codes too, as they are printed before its publication.
 */
export function reserveCodes({ count, randomBytes, ...asked }: Input): Promise<Written<ReservedCodes, ReserveRefusal>> {
  return untilFree(() => {
    const couponCodes = Array.from({ length: count }, () => newRandomCode(randomBytes))
    return runAct(reserveGivenCodes, { ...asked, couponCodes })
  })
}

type Found = Readonly<{ stored: StoredTemplate | undefined; taken: ReadonlySet<string> }>

/** Reserves codes that were made up. */
export const reserveGivenCodes = act<
  Reserving & ReservedCodes,
  Found,
  ReservedCodes,
  ReserveRefusal | Readonly<{ kind: 'codes-taken' }>
>({
  reads: ({ couponId, couponCodes }) => load({ stored: template(couponId), taken: takenCodes(couponCodes) }),
  decide({ input: { couponId, channel, couponCodes }, found: { stored, taken } }) {
    if (stored === undefined) return refused({ kind: 'template-not-found' })
    if (stored.isClosed) return refused({ kind: 'template-closed' })
    if (taken.size > 0) return refused({ kind: 'codes-taken' })
    return done({ couponCodes }, [codesReserved({ couponId, channel, couponCodes })])
  },
})
