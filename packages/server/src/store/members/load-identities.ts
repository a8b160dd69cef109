import { hexOf } from '#database/record'
import type { SqlReader, SqlRow } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { Holdings, KnownCard, KnownPhone, Named, StoredIdentities } from '#domain/members/identity-resolution'
import type { MemberNumber } from '#domain/members/member'
import type { MemberMerge, MergedMembers } from '#domain/members/member-store'
import { countHoldings, holdingsOfRows, nothingHeld } from '#store/tables/holdings'
import { findKnownCards, knownCardOfRow } from '#store/tables/member-card'
import { findMergesOfMembers, memberMergeOfRow } from '#store/tables/member-merge'
import { findHeldPhones, heldPhoneOfRow } from '#store/tables/member-phone'
import type { IdentifierKind, Identifiers } from './identifiers.ts'

type IdentitySource = Readonly<{ reader: SqlReader; identifiers: Identifiers; sellerId: string }>

/** Reads what is stored of the phones and cards that a write names, and of the members that hold them. */
export async function loadIdentities(source: IdentitySource, named: readonly Named[]): Promise<StoredIdentities> {
  const phones = await loadPhones(source, textsOf(named.map(({ phone }) => phone)))
  const cards = await loadCards(source, textsOf(named.map(({ cardNo }) => cardNo)))
  const holdings = await loadHoldings(source, membersOf(phones, cards))
  return { phones, cards, holdings }
}

async function loadPhones(source: IdentitySource, texts: readonly string[]): Promise<ReadonlyMap<string, KnownPhone>> {
  const phones = new Map<string, KnownPhone>()
  const { rows, textOf } = await lookUp(source, { kind: 'phone', texts }, (phoneLookups) => {
    return allInList(source.reader, findHeldPhones, { sellerId: source.sellerId, phoneLookups })
  })
  for (const row of rows) {
    const { lookup, phoneRef, isUnlinked, member } = heldPhoneOfRow(row)
    const text = textOf(lookup)
    const members = [...(phones.get(text)?.members ?? []), ...(member === undefined ? [] : [member])]
    phones.set(text, { phoneRef, isUnlinked, members })
  }
  return phones
}

async function loadCards(source: IdentitySource, texts: readonly string[]): Promise<ReadonlyMap<string, KnownCard>> {
  const cards = new Map<string, KnownCard>()
  const { rows, textOf } = await lookUp(source, { kind: 'card', texts }, (cardLookups) => {
    return allInList(source.reader, findKnownCards, { sellerId: source.sellerId, cardLookups })
  })
  for (const row of rows) {
    const card = knownCardOfRow(row)
    cards.set(textOf(card.lookup), card)
  }
  return cards
}

type LookUp = Readonly<{ kind: IdentifierKind; texts: readonly string[] }>
type LookedUp = Readonly<{ rows: readonly SqlRow[]; textOf: (lookup: Uint8Array | undefined) => string }>

/** Rows found by lookups, and what gives the text of a lookup. */
export async function lookUp(
  { identifiers, sellerId }: IdentitySource,
  { kind, texts }: LookUp,
  find: (lookups: readonly Uint8Array[]) => Promise<readonly SqlRow[]>,
): Promise<LookedUp> {
  const named = texts.flatMap((text) => identifiers.lookupsOf(kind, sellerId, text).map((lookup) => ({ lookup, text })))
  const byLookup = new Map(named.map(({ lookup, text }) => [hexOf(lookup), text]))
  const rows = await find(named.map(({ lookup }) => lookup))
  return { rows, textOf: (lookup) => byLookup.get(lookup === undefined ? '' : hexOf(lookup)) ?? '' }
}

async function loadHoldings(
  { reader, sellerId }: IdentitySource,
  memberNos: readonly MemberNumber[],
): Promise<ReadonlyMap<MemberNumber, Holdings>> {
  const holdings = new Map<MemberNumber, Holdings>(memberNos.map((memberNo) => [memberNo, nothingHeld]))
  const rows = await allInList(reader, countHoldings, { sellerId, memberNos })
  for (const [memberNo, held] of holdingsOfRows(rows)) holdings.set(memberNo, held)
  return holdings
}

function membersOf(phones: StoredIdentities['phones'], cards: StoredIdentities['cards']): readonly MemberNumber[] {
  const members = [...phones.values()].flatMap((phone) => phone.members.map(({ memberNo }) => memberNo))
  return [...new Set([...members, ...[...cards.values()].map(({ memberNo }) => memberNo)])]
}

function textsOf(texts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== undefined))]
}

/** A member, and those that are merged into it, directly or through others. */
export async function mergedMembers(
  reader: Pick<SqlReader, 'all'>,
  sellerId: string,
  memberNo: MemberNumber,
): Promise<MergedMembers> {
  const memberNos = new Set<MemberNumber>()
  const merges = new Map<string, MemberMerge>()
  for (let next = [memberNo]; next.length > 0; ) {
    for (const one of next) memberNos.add(one)
    const found = (await allInList(reader, findMergesOfMembers, { sellerId, memberNos: next })).map(memberMergeOfRow)
    for (const merge of found) merges.set(merge.mergeId, merge)
    const present = found.filter(({ into, undoneAtMs }) => next.includes(into) && undoneAtMs === undefined)
    next = [...new Set(present.map(({ from }) => from))].filter((from) => !memberNos.has(from))
  }
  return { memberNos: [...memberNos], merges: [...merges.values()] }
}
