import type { SqlReader } from '#database/sql-engine'
import { allInList } from '#database/table'
import { type MemberNumber, mergeUndoMs } from '#domain/members/member'
import type { MemberListQuery, MemberPage, MemberReader } from '#domain/members/member-store'
import type { Identifiers } from '#store/members/identifiers'
import { loadIdentities } from '#store/members/load-identities'
import {
  loadMembers,
  loadMembersNamed,
  lookUpMembers,
  type MemberSource,
  withHoldings,
} from '#store/members/load-members'
import { profilesOf } from '#store/members/sealed-contents'
import {
  claimsOfRow,
  countClaimsOfMembers,
  countCouponsOfCards,
  countCouponsOfPhones,
  couponCodeOfRow,
  couponCountOfRow,
  findCodesOfMember,
} from '#store/tables/coupons-of-member'
import { listMembers, listNewestMembers, memberOfRow, type StoredMember } from '#store/tables/member'
import { findUndoableMerges, memberMergeOfRow } from '#store/tables/member-merge'
import { fillPage, type Looking } from './fill-page.ts'

/** Reads members. */
export function createMemberReader(reader: SqlReader, identifiers: Identifiers, looking: Looking): MemberReader {
  const of = (sellerId: string): MemberSource => ({ reader, identifiers, sellerId })
  return {
    findMember: async (sellerId, memberNo) => (await loadMembers(of(sellerId), [memberNo])).at(0),
    lookUpMembers: (sellerId, keys) => lookUpMembers(of(sellerId), keys),
    findMembers: (sellerId, memberNos) => loadMembers(of(sellerId), memberNos),
    findIdentities: (sellerId, named) => loadIdentities(of(sellerId), named),
    findMembersNamed: (sellerId, named) => loadMembersNamed(of(sellerId), named),
    listMembers: (query) => listPage(of(query.sellerId), query, looking),
    async listMerges(sellerId, memberNo, nowMs) {
      const rows = await reader.all(
        findUndoableMerges({ sellerId, memberNo, mergedFromMs: nowMs - mergeUndoMs, limit: maxMerges }),
      )
      return rows.map(memberMergeOfRow)
    },
    countClaims: (sellerId, memberNos) => countClaims(reader, sellerId, memberNos),
    async countCoupons(sellerId, memberNos) {
      const ofCards = await reader.one(countCouponsOfCards({ sellerId, memberNos }))
      const ofPhones = await reader.one(countCouponsOfPhones({ sellerId, memberNos }))
      return couponCountOfRow(ofCards) + couponCountOfRow(ofPhones)
    },
    async listCouponCodes({ sellerId, memberNo, afterSeq, limit }) {
      const rows = await reader.all(findCodesOfMember({ sellerId, memberNo, afterSeq, limit }))
      return rows.map(couponCodeOfRow)
    },
  }
}

/** Implements `MemberReader.countClaims`. */
export async function countClaims(
  reader: SqlReader,
  sellerId: string,
  memberNos: readonly MemberNumber[],
): Promise<ReadonlyMap<MemberNumber, ReadonlyMap<string, number>>> {
  const rows = (await allInList(reader, countClaimsOfMembers, { sellerId, memberNos })).map(claimsOfRow)
  const byMember = Map.groupBy(rows, ({ memberNo }) => memberNo)
  return new Map(
    memberNos.map((memberNo) => {
      const counts = byMember.get(memberNo) ?? []
      return [memberNo, new Map(counts.map(({ couponId, claims }) => [couponId, claims]))]
    }),
  )
}

/** Profiles are sealed, so filters are applied to opened profiles; phones and cards are read of the members found only. */
async function listPage(
  source: MemberSource,
  { sellerId, filter, isNewestFirst = false, afterMemberNo, limit, lookMs }: MemberListQuery,
  looking: Looking,
): Promise<MemberPage> {
  const list = isNewestFirst ? listNewestMembers : listMembers
  const after = afterMemberNo ?? (isNewestFirst ? Number.MAX_SAFE_INTEGER : 0)
  const isContinued = afterMemberNo !== undefined
  const look = async (from: number, atMost: number) => {
    const rows = await source.reader.all(list({ sellerId, afterMemberNo: from, limit: blockSize }))
    const block = rows.map(memberOfRow)
    const found = await matching(source, block, filter)
    const items = found.slice(0, atMost)
    const last = found.length > atMost ? items : block.length === blockSize ? block : []
    return { items, next: last.at(-1)?.memberNo }
  }
  const { items, next: nextMemberNo } = await fillPage({ after, isContinued, limit, lookMs, look }, looking)
  return { members: await withHoldings(source, items), nextMemberNo }
}

async function matching(
  source: MemberSource,
  members: readonly StoredMember[],
  { level, tag, state }: MemberListQuery['filter'],
): Promise<readonly StoredMember[]> {
  const inState = members.filter((member) => state === undefined || member.state.kind === state)
  if (level === undefined && tag === undefined) return inState
  const profiles = await profilesOf(source, inState)
  return inState.filter((_member, place) => {
    const profile = profiles[place]
    return (level === undefined || profile?.level === level) && (tag === undefined || profile?.tags.includes(tag))
  })
}

/** Members that one look examines. */
const blockSize = 250
const maxMerges = 100
