import { setTimeout as delay } from 'node:timers/promises'
import type { SqlEngine } from '#database/sql-engine'
import type { KeyGeneration } from '#encryption/key-generation'
import { isSameKey } from '#encryption/master-key'
import type { Keyring } from '#store/keys/keyring'
import type { Identifiers } from '#store/members/identifiers'
import type { MemberKeyDatabase } from '#store/members/open-member-keys'
import { countHeads, findSellersToRekey } from '#store/tables/event-head'
import { keySteps, listStoreKeys, storeKeyOfRow } from '#store/tables/store-key'
import { announceKey, finishedByAnother, retireKey, takeKeyIntoUse } from './key-steps.ts'
import { rekeyedAtOnce, rekeySeller } from './rekey-seller.ts'
import { rekeyMemberKeys, rekeySets } from './rekey-shared.ts'

/** How far a rotation of the master key has come. */
export type KeyStatus = Readonly<{
  /** Generation of the key for new rows. */
  generation: number
  /** Since when that key is known, epoch milliseconds. */
  sinceMs: number
  /** Whether a new key is being brought into use. */
  isRotating: boolean
  /** Sellers that have rows, and during a rotation those whose rows are not all under the new key. */
  sellers: number
  sellersLeft: number
  /** Former generations, and when each opened nothing any more. */
  retired: readonly Readonly<{ generation: number; endedAtMs: number }>[]
}>

/** What a rotation does, in this order; each happens once more when an interrupted one is resumed. */
export type RotationStep = 'announced' | 'in use' | 'secrets' | 'member keys' | 'sellers' | 'placed' | 'retired'

export type RotationProgress =
  | Readonly<{ kind: 'step'; step: RotationStep }>
  | Readonly<{ kind: 'rows'; sellersLeft: number; rows: number }>

export type RotationReport = Readonly<{
  generation: number
  rows: number
  memberKeys: number
  /** Rows and keys of members that no key opens. They stay as they were; an audit names them. */
  unreadable: number
  /** Why the log of a SQLite file was not emptied, which may hold what was deleted until servers write it anew. */
  logError: unknown
}>

export type Rotation = Readonly<{
  /** 32 bytes. */
  masterKey: Uint8Array
  nowMs: () => number
  /** How long servers have to learn an announced key before it is written under. */
  settleMs: number
  /** Puts the new key where servers will read it; called when nothing needs the old one but servers that run. Called again on a resume. */
  place: () => Promise<void>
  /** Awaited; what it throws ends the rotation there, to be resumed. */
  onProgress: (progress: RotationProgress) => Promise<void> | void
}>

/** Changes the master key of a store while servers use it. */
export type KeyRotator = Readonly<{
  status(): Promise<KeyStatus>
  /** The new master key while it is being brought into use. */
  pendingKey(): Uint8Array | undefined
  /** The master key under which new rows are written. */
  currentKey(): Uint8Array
  /** Whether new rows are written under this master key. */
  isCurrent(masterKey: Uint8Array): boolean
  /**
   * Brings a new master key into use, or finishes that. At any moment one more program may do the same.
   * @throws OperatorError when the key is not fit for it
   */
  rotate(rotation: Rotation): Promise<RotationReport>
  /** Learns of a rotation that another program makes. */
  look(): Promise<void>
}>

type Parts = Readonly<{
  engine: SqlEngine
  keyring: Keyring
  identifiers: Identifiers
  memberKeys: MemberKeyDatabase
  /** Empties the log of a SQLite file. */
  emptyLog: (() => Promise<void>) | undefined
}>

export function createKeyRotator(parts: Parts): KeyRotator {
  const { keyring } = parts
  return {
    status: () => readStatus(parts),
    pendingKey: () => (keyring.live.length > 1 ? keyring.live.at(0)?.masterKey : undefined),
    currentKey: () => keyring.current.masterKey,
    isCurrent: (masterKey) => isSameKey(keyring.current.masterKey, masterKey),
    rotate: (rotation) => rotate(parts, rotation),
    look: () => keyring.refresh(),
  }
}

async function readStatus({ engine: { reader } }: Parts): Promise<KeyStatus> {
  const stored = (await reader.all(listStoreKeys())).map(storeKeyOfRow)
  const current = stored.find(({ step }) => step === keySteps.current)
  if (current === undefined) throw new Error('the store has no current key')
  const newest = stored.at(-1) ?? current
  const isRotating = stored.some(({ step }) => step === keySteps.next || step === keySteps.retiring)
  const [sellers] = (await reader.one(countHeads())) ?? []
  const left = await reader.all(findSellersToRekey({ generation: newest.generation }))
  return {
    generation: current.generation,
    sinceMs: current.startedAtMs,
    isRotating,
    sellers: Number(sellers ?? 0),
    sellersLeft: left.length,
    retired: stored
      .filter(({ step }) => step === keySteps.retired)
      .map(({ generation, endedAtMs }) => ({ generation, endedAtMs: endedAtMs ?? 0 })),
  }
}

async function rotate(parts: Parts, rotation: Rotation): Promise<RotationReport> {
  const { keyring } = parts
  const { masterKey, nowMs, settleMs, place, onProgress } = rotation
  const step = (name: RotationStep) => onProgress({ kind: 'step', step: name })
  await announceKey(parts, masterKey, nowMs())
  const to = announced(keyring)
  await step('announced')
  if (keyring.current !== to) await delay(settleMs)
  await takeKeyIntoUse(parts, to)
  await step('in use')
  const total = { rows: 0, memberKeys: 0, unreadable: 0 }
  do {
    await rekeySets(parts, to)
    await step('secrets')
    const keys = await rekeyKeysOfMembers(parts, to)
    total.memberKeys += keys.rekeyed
    await step('member keys')
    const { rows, unreadable } = await rekeySellers(parts, to, onProgress)
    total.rows += rows
    // Not summed over several rounds, which find the same ones again.
    total.unreadable = keys.unreadable + unreadable
    await step('sellers')
    await place()
    await step('placed')
  } while (!(await retireKey(parts, to, nowMs())) && isLeft(keyring, to))
  await step('retired')
  return { generation: to.generation, ...total, logError: await failureOf(parts.emptyLog) }
}

/** @returns what the work throws */
async function failureOf(work: (() => Promise<void>) | undefined): Promise<unknown> {
  try {
    await work?.()
    return undefined
  } catch (error) {
    return error
  }
}

function announced({ live }: Keyring): KeyGeneration {
  const [newest] = live
  if (newest === undefined || live.length < 2) throw finishedByAnother()
  return newest
}

/** Whether the rotation is not over. @throws OperatorError when even the next one has begun */
function isLeft({ live, current }: Keyring, to: KeyGeneration): boolean {
  if (current.generation !== to.generation) throw finishedByAnother()
  return live.length > 1
}

async function rekeyKeysOfMembers(
  { keyring, memberKeys }: Parts,
  to: KeyGeneration,
): Promise<Readonly<{ rekeyed: number; unreadable: number }>> {
  let rekeyed = 0
  let sinceMs = performance.now()
  const onRekeyed = async (keys: number) => {
    rekeyed += keys
    await giveWay(performance.now() - sinceMs)
    sinceMs = performance.now()
  }
  const unreadable = await rekeyMemberKeys({ engine: memberKeys.engine, keyring, onRekeyed }, to)
  await memberKeys.purge()
  return { rekeyed, unreadable }
}

async function rekeySellers(
  parts: Parts,
  to: KeyGeneration,
  onProgress: Rotation['onProgress'],
): Promise<Readonly<{ rows: number; unreadable: number }>> {
  const found = await parts.engine.reader.all(findSellersToRekey({ generation: to.generation }))
  const total = { rows: 0, unreadable: 0 }
  let limit: number = rekeyedAtOnce.min
  for (const [place, [sellerId]] of found.entries()) {
    for (let isDone = false; !isDone; ) {
      const step = await rekeySeller(parts, { sellerId: String(sellerId), limit }, to)
      const heldMs = performance.now() - step.lockedAtMs
      total.rows += step.rows
      total.unreadable += step.unreadable
      isDone = step.isDone
      await onProgress({ kind: 'rows', sellersLeft: found.length - place, rows: total.rows })
      // Calls had their turns while the step waited for its locks.
      await giveWay(heldMs)
      limit = limitAfter(step.rows, heldMs)
    }
  }
  return total
}

/** How long the writes of a seller should wait for one step. */
const aimedHeldMs = 100

/** On a busy server a step waits for its locks behind many writes, so it does as much as allowed while it has them. */
function limitAfter(rows: number, heldMs: number): number {
  const { min, max } = rekeyedAtOnce
  return Math.max(min, Math.min(max, Math.floor((rows * aimedHeldMs) / heldMs)))
}

const maxPauseMs = 1_000

/** Leaves as much time to calls as a transaction took. */
async function giveWay(tookMs: number): Promise<void> {
  await delay(Math.min(tookMs, maxPauseMs))
}
