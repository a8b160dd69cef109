import type { CouponChange, LifecycleWriter, Worked, WriteCall, Written } from './lifecycle-store.ts'
import type { StoredCoupon } from './stored-coupon.ts'

type TemplateChanging = WriteCall &
  Readonly<{
    couponId: string
    /** The step of one coupon; `refused` counts it, `unchanged` does not. */
    stepOf: (coupon: StoredCoupon) => CouponChange | 'unchanged' | 'refused'
  }>

export type TemplateChanged = Readonly<{ changedCount: number; refusedCount: number }>

/** The result of one part, and where the next one continues; without `nextSeq` it was the last. */
type PartAnswer = TemplateChanged & Readonly<{ nextSeq: number | undefined; lastSeq: number }>

/** Coupons of one transaction; each is two rows. */
const partSize = 500

/**
 * Takes a step of every coupon of a template that exists when it begins. There may be millions, so it runs in parts, each once
 * under the same number: repeated after a crash, it continues where it stopped and counts what the earlier attempt did.
 */
export async function changeTemplate(asked: TemplateChanging): Promise<Written<TemplateChanged, never>> {
  const { lifecycle, request } = asked
  const done = await lifecycle.writeOnce<TemplateChanged, 'not-done'>(request, async () => notDone)
  if (done.kind !== 'refused') return done
  let total: TemplateChanged = { changedCount: 0, refusedCount: 0 }
  let next: Span | undefined = { firstSeq: 1, lastSeq: undefined }
  for (let part = 1; next !== undefined; part += 1) {
    const span: Span = next
    const written = await lifecycle.writeOnce<PartAnswer, never>({ ...request, part }, (writer) =>
      changePart(asked, writer, span),
    )
    if (written.kind !== 'done') return written
    const { changedCount, refusedCount, nextSeq, lastSeq }: PartAnswer = written.answer
    total = { changedCount: total.changedCount + changedCount, refusedCount: total.refusedCount + refusedCount }
    next = nextSeq === undefined ? undefined : { firstSeq: nextSeq, lastSeq }
  }
  return lifecycle.writeOnce<TemplateChanged, never>(request, async () => ({ kind: 'done', answer: total }))
}

/**
 * Takes a step of each coupon that has one of the codes, in the order of their numbers.
 * @param codes 1..1000, none twice
 * @returns the coupons as they were, by the codes' places; undefined where no coupon has the code
 */
export async function changeCodes(
  codes: readonly string[],
  writer: LifecycleWriter,
  stepOf: TemplateChanging['stepOf'],
): Promise<readonly (StoredCoupon | undefined)[]> {
  const found = await writer.findCoupons(codes)
  const coupons = codes.map((code) => found.get(code))
  const changes = coupons.filter((coupon) => coupon !== undefined).map(stepOf)
  const taken = changes.filter((step) => typeof step !== 'string')
  await writer.changeCoupons(taken.toSorted((left, right) => left.from.seq - right.from.seq))
  return coupons
}

const notDone = { kind: 'refused', refusal: 'not-done' } as const

/** Coupons by number. The first part fixes the last number: coupons claimed meanwhile are not included. */
type Span = Readonly<{ firstSeq: number; lastSeq: number | undefined }>

async function changePart(
  { couponId, stepOf }: TemplateChanging,
  writer: LifecycleWriter,
  { firstSeq, ...span }: Span,
): Promise<Worked<PartAnswer, never>> {
  const lastSeq = span.lastSeq ?? (await writer.newestSeq())
  const coupons = await writer.findCouponsOfTemplate({ couponId, firstSeq, lastSeq, limit: partSize })
  const steps = coupons.map(stepOf)
  const changes = steps.filter((step) => typeof step !== 'string')
  await writer.changeCoupons(changes)
  const last = coupons.length < partSize ? undefined : coupons.at(-1)
  const refusedCount = steps.filter((step) => step === 'refused').length
  const nextSeq = last === undefined ? undefined : last.seq + 1
  return { kind: 'done', answer: { changedCount: changes.length, refusedCount, nextSeq, lastSeq } }
}
