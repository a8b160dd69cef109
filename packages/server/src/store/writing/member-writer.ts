import { type Member, type MemberNumber, memberId } from '#domain/members/member'
import type { MemberWriter } from '#domain/members/member-store'
import { loadIdentities } from '#store/members/load-identities'
import { loadMembers, loadMembersNamed } from '#store/members/load-members'
import type { MemberKeyStore } from '#store/members/member-key-store'
import { countClaims } from '#store/reading/member-reader'
import { findMemberMerge, memberMergeOfRow } from '#store/tables/member-merge'
import { appendMemberEvent } from './append-member-event.ts'
import { changeMember } from './change-member.ts'
import { eraseMember } from './erase-member.ts'
import { forgetUsageOfHolders } from './forget-usage.ts'
import { joinMembers } from './join-members.ts'
import { storeNaming } from './store-naming.ts'
import { touchMember } from './touch-member.ts'
import { undoMerge } from './undo-merge.ts'
import type { WriterParts } from './writer-parts.ts'

type MemberWriterParts = WriterParts & Readonly<{ memberKeys: Pick<MemberKeyStore, 'intendErasure'> }>

/** Writes members inside one transaction. */
export function createMemberWriter(parts: MemberWriterParts): MemberWriter {
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
    async mergeMembers(from, into, reason) {
      const mergeId = await joinMembers(
        parts,
        { from: from.memberNo, into: into.memberNo, phoneRefs: [], cardRefs: [] },
        reason,
      )
      const phoneRefs = [...from.phones, ...into.phones].map(({ phoneRef }) => phoneRef)
      await forgetUsageOfHolders(unit, sellerId, phoneRefs)
      return mergeId
    },
    async findMerge(mergeId) {
      const row = await unit.one(findMemberMerge, [sellerId, mergeId])
      return row && memberMergeOfRow(row)
    },
    undoMerge: (merge, reason) => undoMerge(parts, merge, reason),
    async eraseMember(memberNo, reason) {
      return eraseMember(parts, { memberNo, reason }, (memberNos) =>
        parts.memberKeys.intendErasure({ sellerId, memberNos }, origin.atMs),
      )
    },
    async recordExport(memberNo) {
      const after = JSON.stringify({ member_id: memberId(memberNo) })
      const eventSeq = await appendMemberEvent(parts, { kind: 'exported', memberNos: [memberNo], textOf: () => after })
      await touchMember(parts, memberNo)
      return eventSeq
    },
    async countClaims(memberNo) {
      return countClaims(unit, sellerId, memberNo)
    },
  }
}

const noChanges = {
  ...{ releasedPhoneRefs: [], newPhones: [], newHolders: [], newCards: [], newMemberNos: [], joined: [] },
  ...{ alonePhoneRefs: [], aloneCardRefs: [], changedMemberNos: [], isIdentityChanged: false },
}
