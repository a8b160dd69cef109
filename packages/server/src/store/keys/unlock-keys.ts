import { timingSafeEqual } from 'node:crypto'
import { momentText } from '#domain/dates'
import { anyOf } from '#encryption/cipher'
import { createKeyGeneration, type KeyGeneration } from '#encryption/key-generation'
import { createKeyedDigest, createSeals, type KeyedDigest, type Seals } from '#encryption/seals'
import { deriveSubkeys } from '#encryption/subkeys'
import { OperatorError } from '#errors/operator-error'
import { keySteps, type StoreKey } from '#store/tables/store-key'

/** The keys of a store at one moment. */
export type UnlockedKeys = Readonly<{
  /** What is new is written under it. */
  current: KeyGeneration
  /** Those that stored values may be under, the newest first: two during a rotation, otherwise the current one. */
  live: readonly KeyGeneration[]
  /** What rows need of earlier generations, the newest first. */
  retired: readonly RetiredKeys[]
  /** Seals single rows, for sums. */
  rows: Seals
}>

/** What is kept of a generation, since it cannot be computed anew. */
export type RetiredKeys = Readonly<{
  generation: number
  requests: KeyedDigest
  tokens: KeyedDigest
  /** Finds ids whose text was erased. */
  texts: KeyedDigest
  /** Key of signed checkpoints, 32 bytes. */
  checkpointKey: Uint8Array
}>

/** Why a master key opens nothing. */
type LockedKeys =
  | Readonly<{ kind: 'unknown' }>
  | Readonly<{ kind: 'retired'; endedAtMs: number }>
  /** The master key after this one was not handed over, since the store is from a backup. */
  | Readonly<{ kind: 'incomplete' }>

/**
 * Opens the keys of a store.
 * @param stored every row of `store_key`
 * @param masterKeys that are known, 32 bytes each; one that belongs to the store is enough
 */
export function unlockKeys(
  stored: readonly StoreKey[],
  masterKeys: readonly Uint8Array[],
): Readonly<{ kind: 'unlocked'; keys: UnlockedKeys }> | LockedKeys {
  const known = knownGenerations(stored, masterKeys)
  const [newest] = known.filter(({ generation }) => stepOf(stored, generation) !== keySteps.retired)
  if (newest === undefined) return whyLocked(stored, masterKeys)
  const all = handedOver(stored, known)
  const current = stored.find(({ step }) => step === keySteps.current)
  const inUse = all.find(({ generation }) => generation === current?.generation)
  if (inUse === undefined) return { kind: 'incomplete' }
  const retired = retiredKeys(stored, all)
  const first = all.find(({ generation }) => generation === 1)?.subkeys.rowSeal ?? retired.rowSeal
  if (first === undefined) throw new Error('the key of single rows is missing')
  return { kind: 'unlocked', keys: { current: inUse, live: all, retired: retired.keys, rows: createSeals(first) } }
}

/** What a sealed key is bound to. */
export function keyContext(direction: 'forward' | 'backward', generation: number): Uint8Array {
  return Buffer.from(`store_key\0${direction}\0${generation}`, 'utf8')
}

function knownGenerations(stored: readonly StoreKey[], masterKeys: readonly Uint8Array[]): readonly KeyGeneration[] {
  return masterKeys
    .flatMap((masterKey) => {
      const key = findKey(stored, masterKey)
      return key === undefined ? [] : [createKeyGeneration(key.generation, masterKey)]
    })
    .toSorted((left, right) => right.generation - left.generation)
}

function findKey(stored: readonly StoreKey[], masterKey: Uint8Array): StoreKey | undefined {
  const { keyCheck } = deriveSubkeys(masterKey)
  return stored.find((key) => key.keyCheck?.length === keyCheck.length && timingSafeEqual(key.keyCheck, keyCheck))
}

function stepOf(stored: readonly StoreKey[], generation: number): number | undefined {
  return stored.find((key) => key.generation === generation)?.step
}

function whyLocked(stored: readonly StoreKey[], masterKeys: readonly Uint8Array[]): LockedKeys {
  const retired = masterKeys.map((masterKey) => findKey(stored, masterKey)).find((key) => key !== undefined)
  return retired === undefined ? { kind: 'unknown' } : { kind: 'retired', endedAtMs: retired.endedAtMs ?? 0 }
}

/** Those known and those that they open, without retired ones: of the two of a rotation, either opens the other. */
function handedOver(stored: readonly StoreKey[], known: readonly KeyGeneration[]): readonly KeyGeneration[] {
  const live = new Map<number, KeyGeneration>()
  for (const key of known) if (stepOf(stored, key.generation) !== keySteps.retired) live.set(key.generation, key)
  for (const key of stored) {
    const { generation, step, forwardSealed, backwardSealed } = key
    if (step === keySteps.retired || live.has(generation)) continue
    const [before, after] = [live.get(generation - 1), live.get(generation + 1)]
    const sealed = before === undefined ? backwardSealed : forwardSealed
    const direction = before === undefined ? 'backward' : 'forward'
    const text = sealed && (before ?? after)?.keys.open(sealed, keyContext(direction, generation))
    if (text !== undefined) live.set(generation, createKeyGeneration(generation, Buffer.from(text, 'base64')))
  }
  return [...live.values()].toSorted((left, right) => right.generation - left.generation)
}

/** Keys of retired generations are encrypted under the newest generation that was the only one in use. */
function retiredKeys(
  stored: readonly StoreKey[],
  live: readonly KeyGeneration[],
): Readonly<{ keys: readonly RetiredKeys[]; rowSeal: Uint8Array | undefined }> {
  const opened = stored
    .filter(({ step, backwardSealed }) => step === keySteps.retired && backwardSealed !== undefined)
    .map((key) => openRetired(key, live))
    .toSorted((left, right) => right.generation - left.generation)
  const keys = opened.map(({ generation, requestDigest, sessionDigest, textIndex, checkpointKey }) => ({
    generation,
    requests: createKeyedDigest(requestDigest),
    tokens: createKeyedDigest(sessionDigest),
    texts: createKeyedDigest(textIndex),
    checkpointKey,
  }))
  return { keys, rowSeal: opened.find(({ rowSeal }) => rowSeal !== undefined)?.rowSeal }
}

/** What is kept of a retired generation, as it is sealed. */
export type RetiredContent = Readonly<{
  generation: number
  requestDigest: Uint8Array
  sessionDigest: Uint8Array
  textIndex: Uint8Array
  checkpointKey: Uint8Array
  /** Only for the first generation. */
  rowSeal: Uint8Array | undefined
}>

/** @throws Error when none of the generations sealed it */
export function openRetired(key: StoreKey, live: readonly KeyGeneration[]): RetiredContent {
  const { generation, backwardSealed } = key
  if (backwardSealed === undefined) throw new Error(`nothing is kept of generation ${generation}`)
  const cipher = anyOf(live.map(({ keys }) => keys))
  const content: unknown = JSON.parse(cipher.open(backwardSealed, keyContext('backward', generation)))
  const bytes = (name: string) => Buffer.from(String(Object(content)[name] ?? ''), 'base64')
  const rowSeal = bytes('rowSeal')
  return {
    generation,
    requestDigest: bytes('requestDigest'),
    sessionDigest: bytes('sessionDigest'),
    textIndex: bytes('textIndex'),
    checkpointKey: bytes('checkpointKey'),
    rowSeal: rowSeal.length > 0 ? rowSeal : undefined,
  }
}

export function sealRetired({ generation, ...content }: RetiredContent, under: KeyGeneration): Uint8Array {
  const texts = Object.entries(content).map(([name, bytes]) => [name, bytes && Buffer.from(bytes).toString('base64')])
  return under.keys.seal(JSON.stringify(Object.fromEntries(texts)), keyContext('backward', generation))
}

/** What an operator must do about a master key that does not open the store. */
export function lockedKeysError(locked: LockedKeys): OperatorError {
  if (locked.kind === 'unknown') return wrongKey()
  if (locked.kind === 'incomplete') {
    return new OperatorError({
      zh: '数据来自更换主密钥期间的备份，只有新的主密钥能打开：请设置新的 YAOQUAN_MASTER_KEY，或放入新的 master.key',
      en: 'the store is from a backup taken while the master key was being changed, and only the new key opens it: set YAOQUAN_MASTER_KEY to it, or put the new master.key into the folder',
    })
  }
  const when = momentText(locked.endedAtMs)
  return new OperatorError({
    zh: `主密钥已于 ${when} 更换，旧主密钥不再有效：请设置新的 YAOQUAN_MASTER_KEY，或放入新的 master.key；旧密钥只用于恢复此前的备份`,
    en: `the master key was changed at ${when} and the old one opens nothing any more: set YAOQUAN_MASTER_KEY to the new one, or put the new master.key into the folder; keep the old key only for backups made before`,
  })
}

function wrongKey(): OperatorError {
  return new OperatorError({
    zh: '主密钥与数据不符：请设置正确的 YAOQUAN_MASTER_KEY，或恢复原来的 master.key',
    en: 'the master key does not belong to this data: set the right YAOQUAN_MASTER_KEY, or restore the original master.key',
  })
}
