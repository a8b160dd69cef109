import { LostRaceError } from '#database/lost-race-error'
import type { SqlTransaction, SqlValue } from '#database/sql-engine'
import { dayOf, startOfDay } from '#domain/dates'
import type { TemplateTerms } from '#domain/templates/template'
import type { Member, StoredTemplate, Taken, Taking, TemplateWriter } from '#domain/templates/template-store'
import { templateText } from '#domain/templates/template-text'
import type { ChainHead, Origin } from '#store/events/chain-head'
import type { PhoneBook } from '#store/phones/phone-book'
import {
  countClaimed,
  countClaimedByCard,
  countClaimedByPhone,
  memberStatements,
  stockStatements,
} from '#store/tables/taking-statements'
import { templateOfRow, termsOfText } from '#store/tables/template-row'
import {
  closeTemplate,
  findTemplate,
  findTemplateVersion,
  insertTemplate,
  insertTemplateVersion,
  raiseTemplateVersion,
} from '#store/tables/template-statements'
import { lockIssuers } from './lock-issuers.ts'
import { take } from './take.ts'

type Parts = Readonly<{ transaction: SqlTransaction; phones: PhoneBook; origin: Origin; head: ChainHead }>

/** Writes templates, and what is taken of their limits. */
export function createTemplateWriter(parts: Parts): TemplateWriter {
  const { transaction, origin } = parts
  return {
    async findTemplate(couponId) {
      const row = await transaction.one(findTemplate, [origin.sellerId, couponId])
      return row === undefined ? undefined : templateOfRow(row)
    },
    async findTemplateTerms(couponId, version) {
      const row = await transaction.one(findTemplateVersion, [origin.sellerId, couponId, version])
      if (row === undefined) throw new RangeError('a coupon of a template version that does not stand')
      return termsOfText(row[0])
    },
    saveTemplate: (terms, standing) => saveTemplate(parts, terms, standing),
    closeTemplate: (template, reason) => close(parts, template, reason),
    takeStock: (taking) => takeStock(parts, taking),
    takeForMember: (taking, member) => takeForMember(parts, taking, member),
  }
}

/**
 * Claims that are under way end first, so that a stock begins with them; those that come later find the new version, or
 * find that theirs is the newest no more when they issue.
 */
async function saveTemplate(
  { transaction, origin, head }: Parts,
  terms: TemplateTerms,
  standing: StoredTemplate | undefined,
): Promise<number> {
  const { sellerId, atMs } = origin
  const { couponId } = terms
  const version = (standing?.version ?? 0) + 1
  const counts = countedLimits(terms, standing)
  await lockIssuers(transaction, sellerId)
  if (standing === undefined) await transaction.run(insertTemplate, [sellerId, couponId, version, ...counts])
  else {
    const raised = await transaction.run(raiseTemplateVersion, [...counts, sellerId, couponId, standing.version])
    if (raised !== 1) throw new LostRaceError('the template was saved by another')
  }
  if (counts[0] === 1 && !standing?.countsStock) await openStock({ transaction, origin }, couponId)
  await transaction.run(insertTemplateVersion, [sellerId, couponId, version, JSON.stringify(terms), atMs])
  const before = standing === undefined ? undefined : templateText(standing.terms, standing.version)
  const saved = { kind: 'template_saved', count: 1, couponId, before, after: templateText(terms, version) } as const
  await head.append([saved])
  return version
}

/** A stock begins with what was claimed before there was one. */
async function openStock(
  { transaction, origin }: Pick<Parts, 'transaction' | 'origin'>,
  couponId: string,
): Promise<void> {
  const { sellerId, atMs } = origin
  const today = dayOf(atMs)
  const [total, ofToday] = await countBefore(transaction, countClaimed, [startOfDay(today), sellerId, couponId])
  await transaction.run(stockStatements.insert, [sellerId, couponId, total, today, ofToday])
}

/** What was once counted is counted on: a limit that is dropped and set again must not have forgotten anything. */
function countedLimits(terms: TemplateTerms, standing: StoredTemplate | undefined): readonly SqlValue[] {
  const hasStock = terms.stockTotal !== undefined || terms.stockPerDay !== undefined
  const limitsMembers = terms.memberTotal !== undefined || terms.memberPerDay !== undefined
  return [hasStock || standing?.countsStock ? 1 : 0, limitsMembers || standing?.countsMembers ? 1 : 0]
}

/** Claims that are under way end first: after this event none is told of. */
async function close(
  { transaction, origin, head }: Parts,
  { terms, version }: StoredTemplate,
  reason: string | undefined,
): Promise<void> {
  const { couponId } = terms
  await lockIssuers(transaction, origin.sellerId)
  const closed = await transaction.run(closeTemplate, [origin.atMs, origin.sellerId, couponId, version])
  if (closed !== 1) throw new LostRaceError('the template was saved or closed by another')
  const [before, after] = [
    { version, closed: false },
    { version, closed: true, reason },
  ].map((it) => JSON.stringify(it))
  await head.append([{ kind: 'template_closed', count: 1, couponId, before, after }])
}

async function takeStock({ transaction, origin }: Parts, { template, count, today }: Taking): Promise<Taken> {
  if (!template.countsStock) return { kind: 'taken' }
  const { couponId, stockTotal, stockPerDay } = template.terms
  return take(transaction, {
    statements: stockStatements,
    key: [origin.sellerId, couponId],
    count,
    today,
    total: stockTotal,
    perDay: stockPerDay,
    countBefore: () => countBefore(transaction, countClaimed, [startOfDay(today), origin.sellerId, couponId]),
  })
}

async function takeForMember(parts: Parts, taking: Taking, member: Member): Promise<Taken> {
  if (!taking.template.countsMembers) return { kind: 'taken' }
  for (const identity of identitiesOf(parts, member)) {
    const taken = await takeForIdentity(parts, taking, identity)
    if (taken.kind === 'too-many') return taken
  }
  return { kind: 'taken' }
}

/** How a member is known, and how the claims made so far are counted. */
type Identity = Readonly<{ memberKey: string; countText: string; value: SqlValue }>

/** In one order for everyone, so that two claims never wait for each other in a circle. */
function identitiesOf({ phones, origin }: Parts, { phone, cardNo }: Member): readonly Identity[] {
  const identities: Identity[] = []
  if (cardNo !== undefined) identities.push({ memberKey: `c:${cardNo}`, countText: countClaimedByCard, value: cardNo })
  if (phone !== undefined) {
    const index = phones.indexOf(origin.sellerId, phone)
    const memberKey = `p:${Buffer.from(index).toString('hex')}`
    identities.push({ memberKey, countText: countClaimedByPhone, value: index })
  }
  return identities
}

async function takeForIdentity(
  { transaction, origin }: Parts,
  { template, count, today }: Taking,
  { memberKey, countText, value }: Identity,
): Promise<Taken> {
  const { couponId, memberTotal, memberPerDay } = template.terms
  return take(transaction, {
    statements: memberStatements,
    key: [origin.sellerId, couponId, memberKey],
    count,
    today,
    total: memberTotal,
    perDay: memberPerDay,
    countBefore: () => countBefore(transaction, countText, [startOfDay(today), origin.sellerId, value, couponId]),
  })
}

async function countBefore(
  transaction: SqlTransaction,
  text: string,
  values: readonly SqlValue[],
): Promise<readonly [number, number]> {
  const row = await transaction.one(text, values)
  return [Number(row?.[0] ?? 0), Number(row?.[1] ?? 0)]
}
