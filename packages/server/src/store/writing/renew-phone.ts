import { allInList } from '#database/in-list'
import type { SqlRow } from '#database/sql-engine'
import type { HeldPhone } from '#domain/members/member'
import { maxMembersOfPhone } from '#domain/members/name-members'
import { loadIdentities } from '#store/members/load-identities'
import { identifierStateCodes } from '#store/tables/identifier-state'
import { findHoldersOfPhones, heldInState, phoneMemberOfRow, setPhoneState } from '#store/tables/phone-member'
import type { NamingParts } from './naming-parts.ts'
import { storeNaming } from './store-naming.ts'
import { freeNumbers } from './take-numbers.ts'

/**
 * Gives the members who still use a phone a new number for it after another member gave it up: coupons by the phone without a card are no
 * longer that member's. They keep the former number as replaced, since their earlier coupons have it. Does nothing for a phone that nobody
 * else uses, or too many members.
 */
export async function renewPhoneOfOthers(parts: NamingParts, { phone, phoneRef }: HeldPhone): Promise<void> {
  const { unit, identifiers, origin } = parts
  const { sellerId } = origin
  const links = await allInList(unit, findHoldersOfPhones, { sellerId, refs: [phoneRef] })
  const others = links.filter((link) => phoneMemberOfRow(link).state === 'active')
  if (others.length === 0 || others.length > maxMembersOfPhone) return
  const { phones } = await loadIdentities({ reader: unit, identifiers, sellerId }, [{ phone, cardNo: undefined }])
  // Somebody else has the number already.
  if (phones.get(phone)?.phoneRef !== phoneRef) return
  for (const link of others) await replace(parts, link)
  const memberNos = others.map((link) => phoneMemberOfRow(link).memberNo)
  const holders = memberNos.map((memberNo) => ({ memberNo, state: 'active' as const }))
  const free = await freeNumbers(unit, sellerId)
  await storeNaming(parts, {
    releasedPhoneRefs: [phoneRef],
    newPhones: [{ phone, phoneRef: free.phoneRef, isAlone: false, holders }],
    newHolders: [],
    newCards: [],
    newMemberNos: [],
    joined: [],
    alonePhoneRefs: [],
    aloneCardRefs: [],
    changedMemberNos: memberNos,
    isIdentityChanged: true,
  })
}

async function replace({ unit, head, origin }: NamingParts, link: SqlRow): Promise<void> {
  const { sellerId, atMs } = origin
  const { phoneRef, memberNo } = phoneMemberOfRow(link)
  await unit.run(setPhoneState({ state: identifierStateCodes.replaced, sinceMs: atMs, sellerId, phoneRef, memberNo }))
  const replaced = heldInState(link, { state: 'replaced', sinceMs: atMs })
  head.changeMemberRows([{ table: 'phone_member', rows: [replaced] }], [{ table: 'phone_member', rows: [link] }])
}
