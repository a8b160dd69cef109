import { allInList } from '#database/table'
import type { IdentityChanges } from '#domain/members/identity-resolution'
import { identifierStateCodes } from '#store/tables/identifier-state'
import { findMembersOfPhones, heldInState, phoneMemberOfRow, setPhoneState } from '#store/tables/phone-member'
import type { MemberWriterParts } from './shared-parts.ts'

/** Marks phones as replaced for members who have them under a new number from now on. */
export async function replaceRenewed(
  { unit, head, origin }: MemberWriterParts,
  renewed: IdentityChanges['renewedPhones'],
): Promise<void> {
  if (renewed.length === 0) return
  const { sellerId, atMs } = origin
  const refs = [...new Set(renewed.map(({ phoneRef }) => phoneRef))]
  const found = await allInList(unit, findMembersOfPhones, { sellerId, refs })
  const rows = found.filter((row) => {
    const link = phoneMemberOfRow(row)
    return renewed.some(({ phoneRef, memberNo }) => phoneRef === link.phoneRef && memberNo === link.memberNo)
  })
  const replaced = rows.map((row) => heldInState(row, { state: 'replaced', sinceMs: atMs }))
  const state = identifierStateCodes.replaced
  for (const { phoneRef, memberNo } of renewed)
    await unit.run(setPhoneState({ state, sinceMs: atMs, sellerId, phoneRef, memberNo }))
  head.changeMemberRows([{ table: 'phone_member', rows: replaced }], [{ table: 'phone_member', rows }])
}
