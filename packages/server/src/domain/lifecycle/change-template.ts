import { type Act, act, done, load } from './act.ts'
import { unlessDone } from './answer-once.ts'
import { steps } from './changes.ts'
import type { WriteCall, Written } from './lifecycle-store.ts'
import { couponsOfTemplate, newestSeq } from './reads.ts'
import type { CouponChange, StoredCoupon } from './stored-coupon.ts'

/** The step of one coupon; `refused` counts it, `unchanged` does not. */
type StepOf = (coupon: StoredCoupon, nowMs: number) => CouponChange | 'unchanged' | 'refused'

type TemplateChanging = WriteCall & Readonly<{ couponId: string; stepOf: StepOf }>

export type TemplateChanged = Readonly<{ changedCount: number; refusedCount: number }>

/** The result of one part, and where the next one continues; without `nextSeq` it was the last. */
type PartAnswer = TemplateChanged & Readonly<{ nextSeq: number | undefined; lastSeq: number }>

/** Coupons of one transaction; each is two rows. */
const partSize = 500

/**
 * Takes a step of every coupon of a template that exists when it begins. There may be millions, so it runs in parts, each once
 * under the same number: repeated after a crash, it continues where it stopped and counts what the earlier attempt did.
 */
export async function changeTemplate({
  lifecycle,
  request,
  couponId,
  stepOf,
}: TemplateChanging): Promise<Written<TemplateChanged, never>> {
  const before = await lifecycle.runAct(request, unlessDone<TemplateChanged>(), undefined)
  if (before.kind !== 'refused') return before
  const changePart = partOf(stepOf)
  let total: TemplateChanged = { changedCount: 0, refusedCount: 0 }
  let next: Part | undefined = { couponId, firstSeq: 1, lastSeq: undefined }
  for (let part = 1; next !== undefined; part += 1) {
    const written: Written<PartAnswer, never> = await lifecycle.runAct({ ...request, part }, changePart, next)
    if (written.kind !== 'done') return written
    const { changedCount, refusedCount, nextSeq, lastSeq }: PartAnswer = written.answer
    total = { changedCount: total.changedCount + changedCount, refusedCount: total.refusedCount + refusedCount }
    next = nextSeq === undefined ? undefined : { couponId, firstSeq: nextSeq, lastSeq }
  }
  return lifecycle.runAct(request, recordTotal, total)
}

const recordTotal = act({
  reads: (_total: TemplateChanged) => load({}),
  decide: ({ input }) => done(input),
})

/** Coupons by number. The first part fixes the last number: coupons claimed meanwhile are not included. */
type Part = Readonly<{ couponId: string; firstSeq: number; lastSeq: number | undefined }>

type FoundPart = Readonly<{ lastSeq: number; coupons: readonly StoredCoupon[] }>

function partOf(stepOf: StepOf): Act<Part, FoundPart, PartAnswer> {
  return act({
    *reads({ couponId, firstSeq, ...part }: Part) {
      const lastSeq = part.lastSeq ?? (yield* load({ newest: newestSeq() })).newest
      const range = { couponId, firstSeq, lastSeq, limit: partSize }
      return { lastSeq, ...(yield* load({ coupons: couponsOfTemplate(range) })) }
    },
    decide({ found: { coupons, lastSeq }, nowMs }) {
      const taken = coupons.map((coupon) => stepOf(coupon, nowMs))
      const changes = taken.filter((step) => typeof step !== 'string')
      const last = coupons.length < partSize ? undefined : coupons.at(-1)
      const refusedCount = taken.filter((step) => step === 'refused').length
      const nextSeq = last === undefined ? undefined : last.seq + 1
      return done({ changedCount: changes.length, refusedCount, nextSeq, lastSeq }, steps(changes))
    },
  })
}
