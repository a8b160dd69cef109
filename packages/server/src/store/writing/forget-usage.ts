import { paddedList, textForList } from '#database/in-list'
import type { UnitOfWork } from '#database/unit-of-work'
import type { MemberNumber } from '#domain/members/member'
import { listsOf } from '#store/members/lists-of'
import { forgetUsage, memberKey, phoneKey } from '#store/tables/claim-counters'

/** Members with other coupons than before, and phones with other holders. */
export type Recounted = Readonly<{ memberNos: readonly MemberNumber[]; phoneRefs: readonly number[] }>

/** Removes what was counted of claims: the next claim that needs it counts anew. */
export async function forgetUsageOf(
  unit: UnitOfWork,
  sellerId: string,
  { memberNos, phoneRefs }: Recounted,
): Promise<void> {
  for (const list of listsOf([...memberNos.map(memberKey), ...phoneRefs.map(phoneKey)])) {
    const padded = paddedList(list)
    await unit.run(textForList(forgetUsage, padded), [sellerId, ...padded])
  }
}
