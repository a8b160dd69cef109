import type { LifecycleWriter, Worked, WriteCall, Written } from './lifecycle-store.ts'
import { newRandomCode } from './random-code.ts'

type Reserving = WriteCall &
  Readonly<{
    couponId: string
    /** 1..1000 */
    count: number
    /** Of the coupons that the codes become, unless their claim names another. */
    channel: string | undefined
    randomBytes: (size: number) => Uint8Array
  }>

export type ReservedCodes = Readonly<{ couponCodes: readonly string[] }>

export type ReserveRefusal = Readonly<{ kind: 'template-not-found' | 'template-closed' }>

/**
 * Makes codes of a template up, to be printed before anybody owns them. Each becomes a coupon when a member claims it; until then it counts
 * against no stock (docs/adr/0033-reserved-codes.md). A draft has codes too, as they are printed before its publication.
 */
export function reserveCodes(asked: Reserving): Promise<Written<ReservedCodes, ReserveRefusal>> {
  return asked.lifecycle.writeOnce(asked.request, (writer) => reserve(asked, writer))
}

async function reserve(asked: Reserving, writer: LifecycleWriter): Promise<Worked<ReservedCodes, ReserveRefusal>> {
  const { couponId, count, channel, randomBytes } = asked
  const template = await writer.findTemplate(couponId)
  if (template === undefined) return { kind: 'refused', refusal: { kind: 'template-not-found' } }
  if (template.isClosed) return { kind: 'refused', refusal: { kind: 'template-closed' } }
  const couponCodes = Array.from({ length: count }, () => newRandomCode(randomBytes))
  await writer.reserveCodes(couponCodes, { couponId, channel })
  return { kind: 'done', answer: { couponCodes } }
}
