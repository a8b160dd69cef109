import { LostRaceError } from '#database/lost-race-error'
import type { SqlEngine } from '#database/sql-engine'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import type { LifecycleStore, LifecycleWriter, Worked, WriteRequest, Written } from '#domain/lifecycle/lifecycle-store'
import { ChainHead } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import { createMasterDataWriter } from '#store/master-data/master-data-writer'
import type { Identifiers } from '#store/members/identifiers'
import type { MemberKeyStore } from '#store/members/member-key-store'
import type { FormSource } from '#store/members/stored-form'
import { createShopGroupFinder } from '#store/shops/shop-group-registry'
import { type DoneRequest, findOutRequest, insertOutRequest, knownRequestOfRows } from '#store/tables/out-request'
import { createCouponWriter } from './coupon-writer.ts'
import { MemberNames } from './member-names.ts'
import { createMemberWriter } from './member-writer.ts'
import { createOrderWriter } from './order-writer.ts'
import { createSaleWriter } from './sale-writer.ts'
import { SeenCoupons } from './seen-coupons.ts'
import { openAnswer, storedAnswer } from './stored-answer.ts'
import { findForm, StoredForms } from './stored-forms.ts'
import { createTemplateWriter } from './template-writer.ts'
import { createUploadWriter } from './upload-writer.ts'
import { insertSign, rememberSign, type SignState, signState } from './used-signs.ts'
import { waitForRivals } from './wait-for-rivals.ts'

type Parts = Readonly<{
  engine: SqlEngine
  identifiers: Identifiers
  keyring: Keyring
  memberKeys: Pick<MemberKeyStore, 'intendErasure'>
}>

/** Does every write once: the unique row of its number and of its signature decides, in the transaction of its effects. */
export function createLifecycleStore(parts: Parts): LifecycleStore {
  return {
    writeOnce: (request, work) => writeOnce(parts, numbered(parts, request), work),
    rememberSign: (request) => rememberSign(parts.engine, request),
  }
}

/** A request with its number. */
type NumberedRequest = WriteRequest & Readonly<{ outRequestNo: string }>

/** Most works lose no race, and most of the others win the second time. */
const lossesBeforeWaiting = 2

/**
 * The number of a content cannot be guessed, so no caller gives it to another write. After a rotation of the master key it is another one:
 * what is done once per content must recognise that content itself then.
 */
function numbered({ keyring }: Parts, request: WriteRequest): NumberedRequest {
  const { sellerId, outRequestNo } = request
  const digest = () => keyring.ofSeller(sellerId).requests(contentOf(request))
  return { ...request, outRequestNo: outRequestNo ?? numberOfContent(digest()) }
}

function numberOfContent(digest: Uint8Array): string {
  return `=${Buffer.from(digest).toString('base64url')}`
}

function contentOf({ method, content }: WriteRequest): string {
  return `${method}\0${content}`
}

type Work<Answer, Refused> = (writer: LifecycleWriter) => Promise<Worked<Answer, Refused>>

async function writeOnce<Answer, Refused>(
  parts: Parts,
  request: NumberedRequest,
  work: Work<Answer, Refused>,
): Promise<Written<Answer, Refused>> {
  const homeSellerId = request.sign?.homeSellerId ?? request.sellerId
  if (homeSellerId !== request.sellerId) {
    const atHome = await rememberSign(parts.engine, { ...request, sellerId: homeSellerId })
    if (atHome.kind === 'sign-reused') return atHome
  }
  const seen = new SeenCoupons()
  try {
    return await transactUnit(parts.engine, { sellerId: request.sellerId, isRepeatable: true }, async (unit) => {
      seen.beginRun()
      if (unit.losses >= lossesBeforeWaiting) await waitForRivals(unit, request, seen)
      return writeWithin(unit, { parts, request, work, seen })
    })
  } catch (error) {
    if (!(error instanceof RefusedAfterWriting)) throw error
    const remembered = await rememberSign(parts.engine, request)
    return remembered.kind === 'sign-reused' ? remembered : { kind: 'refused', refusal: error.refusal as Refused }
  }
}

type Writing<Answer, Refused> = Readonly<{
  parts: Parts
  request: NumberedRequest
  work: Work<Answer, Refused>
  seen: SeenCoupons
}>

async function writeWithin<Answer, Refused>(
  unit: UnitOfWork,
  { parts, request, work, seen }: Writing<Answer, Refused>,
): Promise<Written<Answer, Refused>> {
  const { identifiers, keyring } = parts
  const content = contentOf(request)
  const known = await lookUp(unit, identifiers, request)
  if (known.sign === 'reused') return { kind: 'sign-reused' }
  const newSign = known.sign === 'unknown' ? request.sign : undefined
  if (known.done !== undefined) {
    if (newSign !== undefined) await insertSign(unit, newSign, request)
    return answered({ reader: unit, identifiers }, request, { done: known.done, isSame: hasDigest(keyring, content) })
  }
  const { sellerId, nowMs, actor, requestId } = request
  const origin = { sellerId, atMs: nowMs, actor, requestId }
  const head = new ChainHead({ unit, origin, keyring })
  const names = new MemberNames({ unit, identifiers, origin, head })
  const forms = new StoredForms({ unit, identifiers, origin, head })
  const writerParts = { unit, identifiers, names, forms, origin, head, seen }
  const worked = await work({
    ...createCouponWriter(writerParts),
    ...createTemplateWriter(writerParts),
    ...createMemberWriter({ ...writerParts, memberKeys: parts.memberKeys }),
    ...createOrderWriter({ ...writerParts, keyring }),
    ...createUploadWriter(writerParts),
    ...createSaleWriter(writerParts),
    ...createMasterDataWriter(writerParts),
    ...createShopGroupFinder(unit, sellerId),
  })
  if (worked.kind === 'refused') {
    unit.discard()
    // Where reads see other commits of the same time, the refusal may be due to this call's own repetition.
    const since = await lookUp(unit, identifiers, request)
    if (since.done !== undefined || since.sign !== known.sign) throw new LostRaceError()
    if (unit.hasWritten) throw new RefusedAfterWriting(worked.refusal)
    await seen.expectUnchanged(unit)
    if (newSign !== undefined) await insertSign(unit, newSign, request)
    return worked
  }
  const values = insertOutRequest.encode({
    ...keyOf(request),
    request_no: await forms.ofRequestNumber(request.outRequestNo),
    content_digest: head.keys.requests(content),
    done_at_ms: nowMs,
    sign_digest: newSign?.signDigest,
    call_digest: newSign?.callDigest,
    answer_text: await storedAnswer(worked.answer, forms),
  })
  await head.addRequest(values)
  unit.insert(insertOutRequest.text, [values])
  head.close()
  return { ...worked, isAlreadyDone: false }
}

type Known = Readonly<{ done: DoneRequest | undefined; sign: SignState }>

/** What is known of the number, if it was used, and of the signature. */
async function lookUp(unit: UnitOfWork, identifiers: Identifiers, request: NumberedRequest): Promise<Known> {
  const { sellerId, nowMs: atMs, actor, requestId, sign } = request
  const { seller_id, request_no, part } = keyOf(request)
  const form = await findForm({ unit, identifiers, origin: { sellerId, atMs, actor, requestId } }, request_no)
  const bySign = [seller_id, sign?.signDigest ?? null]
  const rows = await unit.all(findOutRequest, [seller_id, form ?? null, part, ...bySign, ...bySign])
  const { done, calls } = knownRequestOfRows(rows)
  return { done, sign: signState(sign, calls) }
}

function keyOf({ sellerId, outRequestNo, part = 0 }: NumberedRequest) {
  return { seller_id: sellerId, request_no: outRequestNo, part } as const
}

/** Tells whether a digest is that of a content. It is keyed, because the content may hold a phone, and by the key of its time. */
function hasDigest({ live, retired }: Keyring, content: string): (digest: Uint8Array) => boolean {
  return (digest) => [...live, ...retired].some(({ requests }) => Buffer.compare(requests(content), digest) === 0)
}

type Repeated = Readonly<{ done: DoneRequest; isSame: (digest: Uint8Array) => boolean }>

async function answered<Answer>(
  source: FormSource,
  { sellerId }: WriteRequest,
  { done: { contentDigest, answerText }, isSame }: Repeated,
): Promise<Written<Answer, never>> {
  if (!isSame(contentDigest)) return { kind: 'conflict' }
  return { kind: 'done', answer: JSON.parse(await openAnswer(source, sellerId, answerText)), isAlreadyDone: true }
}

/** Ends a transaction with nothing written. */
class RefusedAfterWriting extends Error {
  override readonly name = 'RefusedAfterWriting'
  readonly refusal: unknown

  constructor(refusal: unknown) {
    super('refused after something was written')
    this.refusal = refusal
  }
}
