import type { LifecycleWriter, Worked, WriteCall, Written } from './lifecycle-store.ts'
import { changesOf } from './void-coupons.ts'

type TemplateVoiding = WriteCall & Readonly<{ couponId: string; reason: string }>

type TemplateVoided = Readonly<{
  voidedCount: number
  /** Coupons that were used. */
  refusedCount: number
}>

/** The result of one part, and where the next one continues; without `nextSeq` it was the last. */
type PartAnswer = TemplateVoided & Readonly<{ nextSeq: number | undefined; lastSeq: number }>

/** Coupons of one transaction; each is two rows. */
const partSize = 500

/**
 * Voids every coupon of a template that exists when it begins and is unused when its turn comes. There may be millions, so it runs in parts,
 * each once under the same number: repeated after a crash, it continues where it stopped and counts what the earlier attempt did.
 */
export async function voidTemplate(asked: TemplateVoiding): Promise<Written<TemplateVoided, never>> {
  const { lifecycle, request } = asked
  const done = await lifecycle.writeOnce<TemplateVoided, 'not-done'>(request, async () => notDone)
  if (done.kind !== 'refused') return done
  let total: TemplateVoided = { voidedCount: 0, refusedCount: 0 }
  let next: Span | undefined = { firstSeq: 1, lastSeq: undefined }
  for (let part = 1; next !== undefined; part += 1) {
    const span: Span = next
    const written = await lifecycle.writeOnce<PartAnswer, never>({ ...request, part }, (writer) =>
      voidPart(asked, writer, span),
    )
    if (written.kind !== 'done') return written
    const { voidedCount, refusedCount, nextSeq, lastSeq }: PartAnswer = written.answer
    total = { voidedCount: total.voidedCount + voidedCount, refusedCount: total.refusedCount + refusedCount }
    next = nextSeq === undefined ? undefined : { firstSeq: nextSeq, lastSeq }
  }
  return lifecycle.writeOnce<TemplateVoided, never>(request, async () => ({ kind: 'done', answer: total }))
}

const notDone = { kind: 'refused', refusal: 'not-done' } as const

/** Coupons by number. The first part fixes the last number: coupons claimed meanwhile are not included. */
type Span = Readonly<{ firstSeq: number; lastSeq: number | undefined }>

async function voidPart(
  { couponId, reason }: TemplateVoiding,
  writer: LifecycleWriter,
  { firstSeq, ...span }: Span,
): Promise<Worked<PartAnswer, never>> {
  const lastSeq = span.lastSeq ?? (await writer.newestSeq())
  const coupons = await writer.findCouponsOfTemplate({ couponId, firstSeq, lastSeq, limit: partSize })
  const changes = changesOf(coupons, reason)
  await writer.changeCoupons(changes)
  const last = coupons.length < partSize ? undefined : coupons.at(-1)
  const refusedCount = coupons.filter(({ state }) => state.kind === 'used').length
  const nextSeq = last === undefined ? undefined : last.seq + 1
  return { kind: 'done', answer: { voidedCount: changes.length, refusedCount, nextSeq, lastSeq } }
}
