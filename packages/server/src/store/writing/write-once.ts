import { LostRaceError } from '#database/lost-race-error'
import type { SqlEngine } from '#database/sql-engine'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import { type Act, loadAll } from '#domain/lifecycle/act'
import type { LifecycleStore, LifecycleWriter, Worked, WriteRequest, Written } from '#domain/lifecycle/lifecycle-store'
import { ChainHead } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import { createMasterDataWriter } from '#store/master-data/master-data-writer'
import type { Identifiers } from '#store/members/identifiers'
import type { MemberKeyStore } from '#store/members/member-key-store'
import type { FormSource } from '#store/members/stored-form'
import { createShopGroupFinder } from '#store/shops/shop-group-registry'
import { type DoneRequest, findOutRequest, insertOutRequest, knownRequestOfRows } from '#store/tables/out-request'
import { applyChanges } from './apply-changes.ts'
import { createCouponWriter } from './coupon-writer.ts'
import { decideWithin } from './decide-within.ts'
import { loaderOf } from './load-reads.ts'
import { MemberNames } from './member-names.ts'
import { createSaleWriter } from './sale-writer.ts'
import { openAnswer, storedAnswer } from './stored-answer.ts'
import { findForm, StoredForms } from './stored-forms.ts'
import { createTemplateWriter } from './template-writer.ts'
import { insertSign, rememberSign, type SignState, signState } from './used-signs.ts'
import type { WriterParts } from './writer-parts.ts'

type Parts = Readonly<{
  engine: SqlEngine
  identifiers: Identifiers
  keyring: Keyring
  memberKeys: Pick<MemberKeyStore, 'intendErasure'>
}>

/** Does every write once: the unique row of its number and of its signature decides, in the transaction of its effects. */
export function createLifecycleStore(parts: Parts): LifecycleStore {
  return {
    writeOnce: (request, work) => perform(parts, numbered(parts, request), (writing) => work(writerOf(writing))),
    runAct: (request, act, input) => perform(parts, numbered(parts, request), runAct(request, act, input)),
    rememberSign: (request) => rememberSign(parts.engine, request),
  }
}

/** A request with its number. */
type NumberedRequest = WriteRequest & Readonly<{ outRequestNo: string }>

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

/** What a request does in its transaction. */
type Work<Answer, Refused> = (writing: WriterParts) => Promise<Worked<Answer, Refused>>

/** Loads what an act must see, decides, and applies what follows. */
function runAct<Input, Found, Answer, Refused>(
  { nowMs, isTried = false }: WriteRequest,
  act: Act<Input, Found, Answer, Refused>,
  input: Input,
): Work<Answer, Refused> {
  return (writing) => decideWithin(writing, act, { input, nowMs, isTried })
}

/** The hand of works that are no acts yet. */
function writerOf(writing: WriterParts): LifecycleWriter {
  return {
    ...createCouponWriter(writing),
    ...createTemplateWriter(writing),
    ...createSaleWriter(writing),
    ...createMasterDataWriter(writing),
    ...createShopGroupFinder(writing.unit, writing.origin.sellerId),
    load: (reading) => loadAll(reading, loaderOf(writing)),
    apply: (changes) => applyChanges(writing, changes),
  }
}

async function perform<Answer, Refused>(
  parts: Parts,
  request: NumberedRequest,
  work: Work<Answer, Refused>,
): Promise<Written<Answer, Refused>> {
  const homeSellerId = request.sign?.homeSellerId ?? request.sellerId
  if (homeSellerId !== request.sellerId) {
    const atHome = await rememberSign(parts.engine, { ...request, sellerId: homeSellerId })
    if (atHome.kind === 'sign-reused') return atHome
  }
  try {
    return await transactUnit(parts.engine, { sellerId: request.sellerId, isRepeatable: true }, (unit) =>
      writeWithin(unit, { parts, request, work }),
    )
  } catch (error) {
    if (!(error instanceof EndedAfterWriting)) throw error
    const remembered = await rememberSign(parts.engine, request)
    if (remembered.kind === 'sign-reused') return remembered
    const worked = error.worked as Worked<Answer, Refused>
    return worked.kind === 'refused' ? worked : { ...worked, isAlreadyDone: false }
  }
}

type Writing<Answer, Refused> = Readonly<{
  parts: Parts
  request: NumberedRequest
  work: Work<Answer, Refused>
}>

async function writeWithin<Answer, Refused>(
  unit: UnitOfWork,
  { parts, request, work }: Writing<Answer, Refused>,
): Promise<Written<Answer, Refused>> {
  const { identifiers, keyring, memberKeys } = parts
  const content = contentOf(request)
  const { sellerId, nowMs, actor, requestId } = request
  const origin = { sellerId, atMs: nowMs, actor, requestId }
  const head = new ChainHead({ unit, origin, keyring })
  await head.lockStored()
  const known = await lookUp(unit, identifiers, request)
  if (known.sign === 'reused') return { kind: 'sign-reused' }
  const newSign = known.sign === 'unknown' ? request.sign : undefined
  if (known.done !== undefined) {
    if (newSign !== undefined) await insertSign(unit, newSign, request)
    return answered({ reader: unit, identifiers }, request, { done: known.done, isSame: hasDigest(keyring, content) })
  }
  const names = new MemberNames({ unit, identifiers, origin, head })
  const forms = new StoredForms({ unit, identifiers, origin, head })
  const worked = await work({
    unit,
    identifiers,
    keyring,
    memberKeys,
    names,
    forms,
    origin,
    head,
    read: new Map(),
    readOrders: new Map(),
  })
  if (worked.kind === 'refused' || request.isTried) {
    unit.discard()
    // A seller without a head could not be locked: what was refused may be done, or refused for another reason, on what came first meanwhile.
    if (!head.isLocked) {
      await head.lockStored()
      if (head.isLocked) throw new LostRaceError()
    }
    if (unit.hasWritten) throw new EndedAfterWriting(worked)
    if (newSign !== undefined) await insertSign(unit, newSign, request)
    return worked.kind === 'refused' ? worked : { ...worked, isAlreadyDone: false }
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
  const { request_no, part } = keyOf(request)
  const form = await findForm({ unit, identifiers, origin: { sellerId, atMs, actor, requestId } }, request_no)
  const rows = await unit.all(findOutRequest({ sellerId, requestNo: form, part, signDigest: sign?.signDigest }))
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
class EndedAfterWriting extends Error {
  override readonly name = 'EndedAfterWriting'
  readonly worked: unknown

  constructor(worked: unknown) {
    super('refused or tried after something was written')
    this.worked = worked
  }
}
