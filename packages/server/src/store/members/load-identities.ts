import { hexOf } from '#database/cells'
import { allInList, listsOf, paddedList, textForList } from '#database/in-list'
import type { SqlReader, SqlRow, SqlValue } from '#database/sql-engine'
import type { MemberNumber } from '#domain/members/member'
import type { Holdings, KnownCard, KnownIdentities, KnownPhone, Named } from '#domain/members/name-members'
import { cardCounter, findCounters, memberCounter, phoneCounter, valuesOfCounters } from '#store/tables/counter'
import { countHoldings, holdingsOfRows, holdingsValues, nothingHeld } from '#store/tables/holdings'
import { findKnownCards, knownCardOfRow } from '#store/tables/member-card'
import { findHeldPhones, heldPhoneOfRow } from '#store/tables/member-phone'
import type { IdentifierKind, Identifiers } from './identifiers.ts'

export type IdentitySource = Readonly<{ reader: SqlReader; identifiers: Identifiers; sellerId: string }>

/** Reads what is stored of the phones and cards that a write names, and of the members that hold them. */
export async function loadIdentities(source: IdentitySource, named: readonly Named[]): Promise<KnownIdentities> {
  const phones = await loadPhones(source, textsOf(named.map(({ phone }) => phone)))
  const cards = await loadCards(source, textsOf(named.map(({ cardNo }) => cardNo)))
  const holdings = await loadHoldings(source, membersOf(phones, cards))
  const [phone, card, member] = await loadCounters(source)
  return { phones, cards, holdings, free: { phoneRef: phone + 1, cardRef: card + 1, memberNo: member + 1 } }
}

async function loadPhones(source: IdentitySource, texts: readonly string[]): Promise<ReadonlyMap<string, KnownPhone>> {
  const phones = new Map<string, KnownPhone>()
  for await (const [row, textOf] of lookUp(source, { kind: 'phone', texts, statements: findHeldPhones })) {
    const { lookup, phoneRef, isAlone, holder } = heldPhoneOfRow(row)
    const text = textOf(lookup)
    const holders = [...(phones.get(text)?.holders ?? []), ...(holder === undefined ? [] : [holder])]
    phones.set(text, { phoneRef, isAlone, holders })
  }
  return phones
}

async function loadCards(source: IdentitySource, texts: readonly string[]): Promise<ReadonlyMap<string, KnownCard>> {
  const cards = new Map<string, KnownCard>()
  for await (const [row, textOf] of lookUp(source, { kind: 'card', texts, statements: findKnownCards })) {
    const card = knownCardOfRow(row)
    cards.set(textOf(card.lookup), card)
  }
  return cards
}

type LookUp = Readonly<{ kind: IdentifierKind; texts: readonly string[]; statements: ReadonlyMap<number, string> }>
type TextOf = (lookup: Uint8Array | undefined) => string

/** Rows found by lookups, each with what gives the text of a lookup. */
async function* lookUp(
  { reader, identifiers, sellerId }: IdentitySource,
  { kind, texts, statements }: LookUp,
): AsyncGenerator<readonly [SqlRow, TextOf]> {
  const named = texts.flatMap((text) => identifiers.lookupsOf(kind, sellerId, text).map((lookup) => ({ lookup, text })))
  const byLookup = new Map(named.map(({ lookup, text }) => [hexOf(lookup), text]))
  const textOf: TextOf = (lookup) => byLookup.get(lookup === undefined ? '' : hexOf(lookup)) ?? ''
  const lookups = named.map(({ lookup }): SqlValue => lookup)
  for (const row of await allInList(reader, statements, { before: [sellerId], list: lookups })) yield [row, textOf]
}

async function loadHoldings(
  { reader, sellerId }: IdentitySource,
  memberNos: readonly MemberNumber[],
): Promise<ReadonlyMap<MemberNumber, Holdings>> {
  const holdings = new Map<MemberNumber, Holdings>(memberNos.map((memberNo) => [memberNo, nothingHeld]))
  for (const list of listsOf(memberNos)) {
    const padded = paddedList(list)
    const rows = await reader.all(textForList(countHoldings, padded), holdingsValues(sellerId, padded))
    for (const [memberNo, held] of holdingsOfRows(rows)) holdings.set(memberNo, held)
  }
  return holdings
}

async function loadCounters({ reader, sellerId }: IdentitySource): Promise<readonly [number, number, number]> {
  const values = valuesOfCounters(await reader.all(findCounters, [sellerId, phoneCounter, cardCounter, memberCounter]))
  return [values.get(phoneCounter) ?? 0, values.get(cardCounter) ?? 0, values.get(memberCounter) ?? 0]
}

function membersOf(phones: KnownIdentities['phones'], cards: KnownIdentities['cards']): readonly MemberNumber[] {
  const holders = [...phones.values()].flatMap((phone) => phone.holders.map(({ memberNo }) => memberNo))
  return [...new Set([...holders, ...[...cards.values()].map(({ memberNo }) => memberNo)])]
}

function textsOf(texts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== undefined))]
}
