import { LostRaceError } from '#database/database-errors'
import type { SqlEngine } from '#database/sql-engine'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import { loadAll } from '#domain/lifecycle/act'
import type { SharedAct, SharedActs, SharedRequest, SharedWritten } from '#domain/lifecycle/shared-act'
import { ChainHead } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import type { Identifiers } from '#store/members/identifiers'
import { refuseMovingStore } from '#store/schema/move-mark'
import { datedRequestOfRow, findDatedRequest, insertOutRequest } from '#store/tables/out-request'
import { listSellers, sellerOfRow } from '#store/tables/seller'
import { applyChanges } from './apply-changes.ts'
import { sharedReader } from './load-shared.ts'
import { findNumberForm, StoredForms } from './stored-forms.ts'
import { type WriterParts, writerParts } from './writer-parts.ts'

type Parts = Readonly<
  { engine: SqlEngine; identifiers: Identifiers; keyring: Keyring } & Pick<WriterParts, 'memberKeys'>
>

/** Does acts on what sellers share, under the locks of all sellers that they concern. */
export function createSharedActs(parts: Parts): SharedActs {
  return {
    async runAct(request, act, input) {
      const written = await transactUnit(parts.engine, {}, (unit) => runWithin({ ...parts, unit }, request, act, input))
      // The fence of a move leaves the tables of apps and operators as they are, for readers.
      await refuseMovingStore(parts.engine)
      return written
    },
  }
}

type Running = Omit<Parts, 'engine'> & Readonly<{ unit: UnitOfWork }>

async function runWithin<Input, Found, Answer, Refused>(
  running: Running,
  request: SharedRequest,
  act: SharedAct<Input, Found, Answer, Refused>,
  input: Input,
): Promise<SharedWritten<Answer, Refused>> {
  const { nowMs } = request
  const unlocked = sharedReader({ ...running, headOf: notLocked })
  const { ofSeller } = request
  const concerned = await loadAll(act.sellers(input), unlocked)
  const sellerIds = [...new Set(ofSeller === undefined ? concerned : [...concerned, ofSeller])].toSorted()
  const heads: ChainHead[] = []
  for (const sellerId of sellerIds) {
    const head = new ChainHead({ ...running, origin: originOf(request, sellerId) })
    await head.lockStored()
    heads.push(head)
  }
  const known = await findDone<Answer>(running, request)
  if (known !== undefined) return known
  const parts = partsOf(running, request, heads)
  const decision = act.decide({ input, found: await loadAll(act.reads(input, { nowMs }), sharedReader(parts)), nowMs })
  if (decision.kind === 'refused') return decision
  for (const head of heads) await head.lockFirst()
  await applyChanges(parts, decision.changes)
  for (const head of heads) {
    if (keepsNumber(request, head)) await recordRequest(running, request, { head, answer: decision.answer })
    head.close()
  }
  return { kind: 'done', answer: decision.answer, isAlreadyDone: false, doneAtMs: nowMs }
}

function notLocked(): never {
  throw new LostRaceError('the heads are not locked yet')
}

function originOf({ actor, requestId, nowMs: atMs }: SharedRequest, sellerId: string) {
  return { sellerId, atMs, actor, requestId }
}

/** Members and texts are none of what such acts change: their parts are those of the first seller. */
function partsOf(running: Running, request: SharedRequest, heads: readonly ChainHead[]): WriterParts {
  const [first] = heads
  const origin = originOf(request, first?.sellerId ?? '')
  const head = first ?? new ChainHead({ ...running, origin })
  return writerParts({ ...running, origin, head }, (sellerId) => {
    const found = heads.find((candidate) => candidate.sellerId === sellerId)
    if (found === undefined) throw new LostRaceError('the act concerns another seller since its locks')
    return found
  })
}

async function listAll(unit: UnitOfWork): Promise<readonly string[]> {
  return (await unit.all(listSellers())).map((row) => sellerOfRow(row).sellerId)
}

function keepsNumber({ ofSeller }: SharedRequest, { sellerId }: ChainHead): boolean {
  return ofSeller === undefined || ofSeller === sellerId
}

/** Looks up the number of a request. @returns undefined if it was not used */
async function findDone<Answer>(
  { unit, identifiers, keyring }: Running,
  request: SharedRequest,
): Promise<SharedWritten<Answer, never> | undefined> {
  if (request.requestNo === undefined) return undefined
  for (const sellerId of request.ofSeller === undefined ? await listAll(unit) : [request.ofSeller]) {
    const origin = originOf(request, sellerId)
    const requestNo = await findNumberForm({ unit, identifiers, origin }, request.requestNo)
    const row = requestNo === undefined ? undefined : await unit.one(findDatedRequest({ sellerId, requestNo }))
    if (row === undefined) continue
    const { contentDigest, answerText, doneAtMs } = datedRequestOfRow(row)
    const isSame = [...keyring.live, ...keyring.retired].some(
      ({ requests }) => Buffer.compare(requests(contentOf(request)), contentDigest) === 0,
    )
    if (!isSame) return { kind: 'conflict' }
    return { kind: 'done', answer: JSON.parse(answerText), isAlreadyDone: true, doneAtMs }
  }
  return undefined
}

/** The actor is part of it: the number of another person's request is no way to the answer. */
function contentOf({ actor, method, content }: SharedRequest): string {
  return `${method}\0${actor}\0${content}`
}

async function recordRequest(
  { unit, identifiers }: Running,
  request: SharedRequest,
  { head, answer }: Readonly<{ head: ChainHead; answer: unknown }>,
): Promise<void> {
  if (request.requestNo === undefined) return
  const { sellerId } = head
  const forms = new StoredForms({ unit, identifiers, head, origin: originOf(request, sellerId) })
  const values = insertOutRequest.encode({
    seller_id: sellerId,
    request_no: await forms.ofRequestNumber(request.requestNo),
    part: 0,
    content_digest: head.keys.requests(contentOf(request)),
    done_at_ms: request.nowMs,
    sign_digest: undefined,
    call_digest: undefined,
    answer_text: JSON.stringify(answer),
  })
  head.addRequest(values)
  unit.insert(insertOutRequest.text, [values])
}
