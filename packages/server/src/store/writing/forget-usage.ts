import { allInList, listsOf } from '#database/table'
import type { UnitOfWork } from '#database/unit-of-work'
import type { MemberNumber } from '#domain/members/member'
import { forgetUsage, memberKey, phoneKey } from '#store/tables/claim-counters'
import { findMembersOfPhones, phoneMemberOfRow } from '#store/tables/phone-member'

/** Members whose coupons changed, and phones whose members changed. */
export type Recounted = Readonly<{ memberNos: readonly MemberNumber[]; phoneRefs: readonly number[] }>

/** Removes what was counted of claims: the next claim that needs it counts anew. */
export async function forgetUsageOf(
  unit: UnitOfWork,
  sellerId: string,
  { memberNos, phoneRefs }: Recounted,
): Promise<void> {
  for (const memberKeys of listsOf([...memberNos.map(memberKey), ...phoneRefs.map(phoneKey)])) {
    await unit.run(forgetUsage({ sellerId, memberKeys }))
  }
}

/** Removes what was counted for phones and for all who hold or held them. */
export async function forgetUsageOfPhones(
  unit: UnitOfWork,
  sellerId: string,
  phoneRefs: readonly number[],
): Promise<void> {
  for (const refs of listsOf([...new Set(phoneRefs)])) {
    const rows = await allInList(unit, findMembersOfPhones, { sellerId, refs })
    const memberNos = [...new Set(rows.map((row) => phoneMemberOfRow(row).memberNo))]
    await forgetUsageOf(unit, sellerId, { memberNos, phoneRefs: refs })
  }
}
