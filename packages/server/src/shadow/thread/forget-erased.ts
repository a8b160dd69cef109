import type { EventReader } from '#domain/events/event-store'
import type { Erasures } from '#domain/members/member-store'
import type { SecondLooks } from '#shadow/comparing/second-looks'
import { sellersIn } from '#shadow/comparing/seller-of-call'
import { removeReportsSetAside } from '#shadow/report/report-file'
import type { ShadowReport } from '#shadow/report/shadow-report'
import type { Comparing } from './comparing-messages.ts'

type Forgetting = Readonly<{
  eventReader: EventReader
  erasures: Erasures
  report: ShadowReport
  secondLooks: Pick<SecondLooks, 'settle'>
  /** Epoch milliseconds. */
  clock: () => number
}>

/**
 * Shows nothing any more of members of its sellers who were erased since the last look: neither what the store has opened of them nor
 * examples of deviations, also in reports that were set aside.
 */
export async function forgetErased(
  comparing: Pick<Comparing, 'dataDir' | 'port' | 'sellerId' | 'sellers'>,
  forgetting: Forgetting,
): Promise<void> {
  for (const sellerId of sellersIn(comparing.sellerId, comparing.sellers)) {
    await forgetErasedOf({ ...comparing, sellerId }, forgetting)
  }
}

async function forgetErasedOf(
  comparing: Pick<Comparing, 'dataDir' | 'port' | 'sellerId'>,
  { eventReader, erasures, report, secondLooks, clock }: Forgetting,
): Promise<void> {
  const { sellerId } = comparing
  const afterSeq = report.readUpTo(sellerId)
  const { newestSeq } = await eventReader.listEvents({ sellerId, afterSeq: afterSeq ?? 0, limit: 1 })
  if (newestSeq === afterSeq) return
  if (afterSeq !== undefined && (await wasErased(eventReader, sellerId, afterSeq))) {
    await erasures.finish(clock())
    // What is counted later would bring an example of before.
    secondLooks.settle()
    report.forgetExamples(clock())
    removeReportsSetAside(comparing)
  }
  report.setReadUpTo(sellerId, newestSeq)
}

const lookMs = 1_000

async function wasErased(eventReader: EventReader, sellerId: string, afterSeq: number): Promise<boolean> {
  let beforeSeq: number | undefined
  do {
    const kinds = ['member_erased'] as const
    const query = { sellerId, beforeSeq, afterSeq, kinds, actor: undefined, limit: 1, lookMs }
    const { events, nextBeforeSeq } = await eventReader.listSellerEvents(query)
    if (events.length > 0) return true
    beforeSeq = nextBeforeSeq
  } while (beforeSeq !== undefined)
  return false
}
