import type { Member, MemberNumber } from '#domain/members/member'
import type { MemberWriter } from '#domain/members/member-store'
import { loadIdentities } from '#store/members/load-identities'
import { loadMembers, loadMembersNamed } from '#store/members/load-members'
import { changeMember } from './change-member.ts'
import { storeNaming } from './store-naming.ts'
import { touchMember } from './touch-member.ts'
import type { WriterParts } from './writer-parts.ts'

/** Writes members inside one transaction. */
export function createMemberWriter(parts: WriterParts): MemberWriter {
  const { unit, identifiers, origin, names, head, forms } = parts
  const { sellerId } = origin
  const source = { reader: unit, identifiers, sellerId }
  const findMember = async (memberNo: MemberNumber) => {
    return concerned(await loadMembers(source, [memberNo])).at(0)
  }
  const concerned = (members: readonly Member[]) => {
    forms.owner.concernMembers(members.map(({ memberNo }) => memberNo))
    return members
  }
  return {
    findMember,
    async nameMembers(named) {
      const changesBefore = head.memberRowChanges
      const [found] = await names.name([named])
      const memberNos = found?.memberNos ?? []
      forms.owner.concernMembers(memberNos)
      return { memberNos, isChanged: head.memberRowChanges > changesBefore }
    },
    async findMembersNamed(named) {
      return concerned(await loadMembersNamed(source, named))
    },
    async addMember() {
      const { free } = await loadIdentities(source, [])
      await storeNaming(parts, { ...noChanges, newMemberNos: [free.memberNo] })
      const member = await findMember(free.memberNo)
      if (member === undefined) throw new RangeError('a member that was added does not exist')
      return member
    },
    changeMember: (member, changes, reason) => changeMember(parts, member, { changes, reason }),
    touchMember: (memberNo) => touchMember(parts, memberNo),
  }
}

const noChanges = {
  ...{ releasedPhoneRefs: [], newPhones: [], newHolders: [], newCards: [], newMemberNos: [], joined: [] },
  ...{ alonePhoneRefs: [], aloneCardRefs: [], changedMemberNos: [], isIdentityChanged: false },
}
