import { LostRaceError } from '#database/database-errors'
import { hexOf } from '#database/record'
import type { SqlEngine } from '#database/sql-engine'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import { type Act, loadAll, loadAtOnce } from '#domain/lifecycle/act'
import type { LifecycleStore, OwnNumber, SignedCall, WriteRequest, Written } from '#domain/lifecycle/lifecycle-store'
import { ChainHead } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import type { Identifiers } from '#store/members/identifiers'
import type { MemberKeyStore } from '#store/members/member-key-store'
import { type FormSource, ownForm } from '#store/members/stored-form'
import { type DoneRequest, findOutRequests, insertOutRequest, knownRequestOfRows } from '#store/tables/out-request'
import { ActLanes, type LaneRun } from './act-lanes.ts'
import { applyChanges } from './apply-changes.ts'
import { readLoader } from './load-reads.ts'
import { type GroupChanges, idKey, SeenReads } from './seen-keys.ts'
import { insertSign, openAnswer, rememberSign, type SignState, signState, storedAnswer } from './stored-calls.ts'
import { findNumberForm } from './stored-forms.ts'
import { type WriterParts, writerParts } from './writer-parts.ts'

type Parts = Readonly<{
  engine: SqlEngine
  /** Present where acts do not share commits already. */
  lanes?: ActLanes
  identifiers: Identifiers
  keyring: Keyring
  memberKeys: Pick<MemberKeyStore, 'intendErasure'>
}>

/** Does every write once: the unique row of its number and of its signature decides, in the transaction of its effects. */
export function createLifecycleStore({
  monotonicMs = () => performance.now(),
  ...given
}: Omit<Parts, 'lanes'> & Readonly<{ monotonicMs?: () => number }>): LifecycleStore &
  Readonly<{
    /** Lets the acts that wait finish. */
    close(): Promise<void>
  }> {
  const { engine } = given
  const lanes = new ActLanes(engine, monotonicMs)
  const parts = engine.sharesCommits ? given : { ...given, lanes }
  return {
    runAct: (request, act, input) => perform(parts, { request: numbered(parts, request), act, input }),
    rememberSign: (request) => rememberSign(engine, request),
    close: () => lanes.close(),
  }
}

/** A request with its number. */
type NumberedRequest = WriteRequest & Readonly<{ outRequestNo: string | OwnNumber }>

/**
 * A write without a number has that of its content. After a rotation of the master key it is another one: what is done once per content must
 * recognise that content itself then.
 */
function numbered({ keyring }: Parts, request: WriteRequest): NumberedRequest {
  const { sellerId, outRequestNo } = request
  const digest = () => keyring.ofSeller(sellerId).requests(contentOf(request))
  return { ...request, outRequestNo: outRequestNo ?? numberOfContent(digest()) }
}

function numberOfContent(digest: Uint8Array): OwnNumber {
  return { own: `=${Buffer.from(digest).toString('base64url')}` }
}

function contentOf({ method, content }: WriteRequest): string {
  return `${method}\0${content}`
}

/** An act with its input, and the request that it is done for. */
type Doing<Input, Found, Answer, Refused> = Readonly<{
  request: NumberedRequest
  act: Act<Input, Found, Answer, Refused>
  input: Input
  /** The changes of the acts of its transaction; undefined if it shares none. */
  group?: GroupChanges
}>

async function perform<Input, Found, Answer, Refused>(
  parts: Parts,
  doing: Doing<Input, Found, Answer, Refused>,
): Promise<Written<Answer, Refused>> {
  const { request } = doing
  const { sellerId } = request
  const homeSellerId = request.sign?.homeSellerId ?? sellerId
  if (homeSellerId !== sellerId) {
    const atHome = await rememberSign(parts.engine, { ...request, sellerId: homeSellerId })
    if (atHome.kind === 'sign-reused') return atHome
  }
  if (parts.lanes !== undefined) {
    const begin = (unit: UnitOfWork, group: GroupChanges) => beginAct(unit, parts, { ...doing, group })
    return parts.lanes.run({ sellerId, isAlone: isAlone(doing), begin })
  }
  return transactUnit(parts.engine, { sellerId, isRepeatable: true }, (unit) => beginAct(unit, parts, doing).perform())
}

/** A dry run is answered from what is stored; a part of a long work takes turns with other acts. */
function isAlone({
  request: { isTried = false, part = 0 },
  act,
}: Readonly<{ request: WriteRequest; act: Readonly<{ runsAlone?: boolean }> }>): boolean {
  return isTried || part > 0 || act.runsAlone === true
}

/** An act in a transaction, which may be one of a group. */
function beginAct<Input, Found, Answer, Refused>(
  unit: UnitOfWork,
  parts: Parts,
  doing: Doing<Input, Found, Answer, Refused>,
): LaneRun<Written<Answer, Refused>> {
  const { request, group } = doing
  const { sellerId, nowMs: atMs, actor, requestId } = request
  const origin = { sellerId, atMs, actor, requestId }
  const head = new ChainHead({ unit, origin, keyring: parts.keyring })
  const load = () =>
    loadAct(writerParts({ ...parts, unit, origin, head, members: group?.members, texts: group?.texts }), doing)
  let loaded: Loaded<Found> | undefined
  return {
    async lock() {
      await head.lockStored()
      return head.isLocked
    },
    async load() {
      loaded = await load()
    },
    isFresh: () => loaded !== undefined && group !== undefined && !isOutdated(loaded, doing, group),
    async perform() {
      await head.lockStored()
      if (loaded === undefined || group === undefined) loaded = await load()
      else if (isOutdated(loaded, doing, group)) loaded = await loadAct(loaded.writing, doing, loaded)
      return performLoaded(loaded, doing)
    },
  }
}

/** An act whose number and reads are loaded. */
type Loaded<Found> = Readonly<{
  writing: WriterParts
  known: Known
  /** Undefined where the number or the signature says already what becomes of it. */
  found: Readonly<{ found: Found }> | undefined
  reads: SeenReads
}>

function isOutdated<Found>(
  { reads }: Loaded<Found>,
  { request }: Readonly<{ request: NumberedRequest }>,
  group: GroupChanges,
): boolean {
  return group.has(keysOf(request)) || reads.areChanged(group)
}

/** @param earlier what was loaded before: only what was changed since is read again */
async function loadAct<Input, Found, Answer, Refused>(
  writing: WriterParts,
  { request, act, input, group }: Doing<Input, Found, Answer, Refused>,
  earlier?: Loaded<Found>,
): Promise<Loaded<Found>> {
  writing.forms.forgetMissing()
  const isKnown = earlier !== undefined && group?.has(keysOf(request)) === false
  const reads = new SeenReads()
  const find = async () => {
    const reading = act.reads(input, { nowMs: request.nowMs })
    const noted = group === undefined ? reading : reads.of(reading, earlier && { reads: earlier.reads, changes: group })
    const loader = readLoader(writing)
    return {
      found: await (writing.unit.isTogether
        ? loadAtOnce(noted, loader, act.ahead?.(input) ?? [])
        : loadAll(noted, loader)),
    }
  }
  // A number is new as a rule, so where reads travel together, those of the act do not wait for it.
  const finding = writing.unit.isTogether ? Promise.allSettled([find()]) : undefined
  const known = isKnown ? earlier.known : await lookUp(writing.unit, writing.identifiers, request)
  const [settled] = (await finding) ?? []
  if (known.sign === 'reused' || known.done !== undefined) return { writing, known, found: undefined, reads }
  if (settled?.status === 'rejected') throw settled.reason
  return { writing, known, found: settled?.value ?? (await find()), reads }
}

async function performLoaded<Input, Found, Answer, Refused>(
  { writing, known, found }: Loaded<Found>,
  { request, act, input, group }: Doing<Input, Found, Answer, Refused>,
): Promise<Written<Answer, Refused>> {
  const { unit, identifiers, keyring, head } = writing
  const { nowMs, isTried = false } = request
  // Also for a call that ends here: those after it were loaded before its head was locked.
  group?.addKeys(keysOf(request))
  if (known.sign === 'reused') return { kind: 'sign-reused' }
  const newSign = known.sign === 'unknown' ? request.sign : undefined
  if (known.done !== undefined) {
    if (newSign !== undefined) await insertSign(unit, newSign, request)
    const isSame = hasDigest(keyring, contentOf(request))
    return answered({ reader: unit, identifiers }, request, { done: known.done, isSame })
  }
  if (found === undefined) throw new TypeError('an act was loaded without what it must see')
  const decision = act.decide({ input, ...found, nowMs })
  if (decision.kind === 'refused' || isTried) {
    await expectNothingCame(head)
    if (newSign !== undefined) await insertSign(unit, newSign, request)
  } else {
    await head.lockFirst()
    for (const change of decision.changes) group?.add(change)
    await applyChanges(writing, decision.changes)
    await recordDone(writing, { request, newSign, answer: decision.answer })
  }
  return decision.kind === 'refused' ? decision : { kind: 'done', answer: decision.answer, isAlreadyDone: false }
}

/** Keys under which calls with the same number or signature see each other. */
function keysOf({ outRequestNo, sign }: NumberedRequest): readonly string[] {
  const ofSign = sign === undefined ? [] : [`sign ${hexOf(sign.signDigest)}`]
  return [idKey(typeof outRequestNo === 'string' ? outRequestNo : ownForm(outRequestNo)), ...ofSign]
}

/**
 * A seller without a head could not be locked: what was refused or tried may be done, or refused for another reason, on what came first
 * meanwhile.
 */
async function expectNothingCame(head: ChainHead): Promise<void> {
  if (head.isLocked) return
  await head.lockStored()
  if (head.isLocked) throw new LostRaceError()
}

type Done = Readonly<{ request: NumberedRequest; newSign: SignedCall | undefined; answer: unknown }>

async function recordDone({ unit, forms, head }: WriterParts, { request, newSign, answer }: Done): Promise<void> {
  const values = insertOutRequest.encode({
    seller_id: request.sellerId,
    part: request.part ?? 0,
    request_no: await forms.ofRequestNumber(request.outRequestNo),
    content_digest: head.keys.requests(contentOf(request)),
    done_at_ms: request.nowMs,
    sign_digest: newSign?.signDigest,
    call_digest: newSign?.callDigest,
    answer_text: await storedAnswer(answer, forms),
  })
  head.addRequest(values)
  unit.insert(insertOutRequest.text, [values])
  head.close()
}

type Known = Readonly<{ done: DoneRequest | undefined; sign: SignState }>

/** The use of the number, if it was used, and whether the signature is known. */
async function lookUp(unit: UnitOfWork, identifiers: Identifiers, request: NumberedRequest): Promise<Known> {
  const { sellerId, nowMs: atMs, actor, requestId, sign } = request
  const { outRequestNo, part = 0 } = request
  const form = await findNumberForm({ unit, identifiers, origin: { sellerId, atMs, actor, requestId } }, outRequestNo)
  const rows = await unit.all(
    findOutRequests({ calls: [{ sellerId, requestNo: form, part, signDigest: sign?.signDigest }] }),
  )
  const { done, calls } = knownRequestOfRows(rows)
  return { done, sign: signState(sign, calls) }
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
