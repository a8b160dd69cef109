import type { SqlEngine, SqlTransaction } from '#database/sql-engine'
import { transactRepeating } from '#database/transactions'
import { createKeyGeneration, type KeyGeneration } from '#encryption/key-generation'
import { OperatorError } from '#errors/operator-error'
import { publicCheckpointKey } from '#store/keys/checkpoint-key'
import type { Keyring } from '#store/keys/keyring'
import { keyContext, openRetired, sealRetired } from '#store/keys/unlock-keys'
import { findSellersToRekey } from '#store/tables/event-head'
import { findSetsToRekey } from '#store/tables/sealed-set'
import {
  deleteNextKey,
  dropForwardSealed,
  insertStoreKey,
  keySteps,
  listStoreKeys,
  lockCurrentKey,
  type StoreKey,
  setBackwardSealed,
  setKeyEnd,
  setKeyStep,
  storeKeyOfRow,
} from '#store/tables/store-key'

type KeySteps = Readonly<{ engine: SqlEngine; keyring: Keyring }>

/**
 * Announces a new master key. It is stored sealed under the present one, so that every server that knows that one learns it, and the
 * present one under the new one. Announcing it again changes nothing.
 * @throws OperatorError when another new key was announced before, or the key was in use before
 */
export async function announceKey({ engine, keyring }: KeySteps, masterKey: Uint8Array, nowMs: number): Promise<void> {
  await transactRepeating(engine, async (transaction) => {
    // The new key is sealed under the current one, which another command may have changed since the store was opened.
    await keyring.refresh(transaction)
    const stored = await storedKeys(transaction)
    const newest = stored.at(-1)
    const isUnderWay = stored.some(({ step }) => step === keySteps.next || step === keySteps.retiring)
    const next = createKeyGeneration((newest?.generation ?? 0) + (isUnderWay ? 0 : 1), masterKey)
    const known = stored.find(({ keyCheck }) => isSame(keyCheck, next.subkeys.keyCheck))
    if (known !== undefined && known !== newest) throw usedBefore()
    if (isUnderWay) {
      if (known !== undefined && (known.forwardSealed !== undefined || known.step === keySteps.current)) return
      // A copy of the store has no new key that an old one opens, so one that is not in use yet may be replaced.
      if (newest?.step !== keySteps.next || newest.forwardSealed !== undefined) throw otherUnderWay()
      await transaction.run(deleteNextKey({ generation: newest.generation }))
    } else if (known !== undefined) throw usedBefore()
    await insertNext(transaction, { from: keyring.current, next, nowMs })
  })
  await keyring.refresh()
}

async function insertNext(
  transaction: SqlTransaction,
  { from, next, nowMs }: Readonly<{ from: KeyGeneration; next: KeyGeneration; nowMs: number }>,
): Promise<void> {
  const { generation, masterKey, subkeys, keys } = next
  const forwardSealed = from.keys.seal(base64(masterKey), keyContext('forward', generation))
  const backwardSealed = keys.seal(base64(from.masterKey), keyContext('backward', from.generation))
  const row = { generation, step: keySteps.next, keyCheck: subkeys.keyCheck, forwardSealed, backwardSealed: undefined }
  await transaction.run(insertStoreKey({ ...row, startedAtMs: nowMs, endedAtMs: undefined }))
  await transaction.run(setBackwardSealed({ backwardSealed, generation: from.generation }))
}

/** What is new is written under the announced key from now on. Doing it again changes nothing. */
export async function takeKeyIntoUse({ engine, keyring }: KeySteps, { generation }: KeyGeneration): Promise<void> {
  await transactRepeating(engine, async (transaction) => {
    await transaction.run(setKeyStep({ to: keySteps.retiring, generation: generation - 1, from: keySteps.current }))
    await transaction.run(setKeyStep({ to: keySteps.current, generation, from: keySteps.next }))
  })
  await keyring.refresh()
}

/**
 * Ends a rotation if nothing is under the key before any more: that key opens nothing from now on. What rows need of it is sealed under
 * the new key, with what is kept of keys before it.
 * @returns false when something is left, or the rotation was ended before
 */
export async function retireKey({ engine, keyring }: KeySteps, to: KeyGeneration, nowMs: number): Promise<boolean> {
  const isRetired = await transactRepeating(engine, async (transaction) => {
    // No seller gets its first head before the commit, so none is missed.
    if ((await transaction.run(lockCurrentKey({ generation: to.generation }))) === 0) return false
    const stored = await storedKeys(transaction)
    const before = stored.find(({ generation }) => generation === to.generation - 1)
    if (before?.step !== keySteps.retiring) return false
    const { generation } = to
    const left = [findSellersToRekey({ generation }), findSetsToRekey({ generation })]
    for (const find of left) if ((await transaction.one(find)) !== undefined) return false
    for (const key of stored.filter(({ step }) => step === keySteps.retired)) {
      await transaction.run(
        setBackwardSealed({
          backwardSealed: sealRetired(openRetired(key, keyring.live), to),
          generation: key.generation,
        }),
      )
    }
    const retiring = await keyring.generation(before.generation, transaction)
    await transaction.run(
      setBackwardSealed({ backwardSealed: sealRetired(retiredContent(retiring), to), generation: before.generation }),
    )
    await transaction.run(setKeyStep({ to: keySteps.retired, generation: before.generation, from: keySteps.retiring }))
    await transaction.run(setKeyEnd({ endedAtMs: nowMs, generation: before.generation }))
    await transaction.run(dropForwardSealed({ generation: to.generation }))
    return true
  })
  await keyring.refresh()
  return isRetired
}

function retiredContent({ generation, subkeys }: KeyGeneration) {
  const { requestDigest, sessionDigest, textIndex, checkpointSeed, rowSeal } = subkeys
  const kept = { requestDigest, sessionDigest, textIndex, checkpointKey: publicCheckpointKey(checkpointSeed) }
  return { generation, ...kept, rowSeal: generation === 1 ? rowSeal : undefined }
}

async function storedKeys(transaction: SqlTransaction): Promise<readonly StoreKey[]> {
  return (await transaction.all(listStoreKeys())).map(storeKeyOfRow)
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

function isSame(left: Uint8Array | undefined, right: Uint8Array): boolean {
  return left !== undefined && Buffer.compare(left, right) === 0
}

function usedBefore(): OperatorError {
  return new OperatorError({
    zh: '新的主密钥与现用的或以前用过的相同，请另选一个',
    en: 'the new master key is the present one or was used before: choose another',
  })
}

function otherUnderWay(): OperatorError {
  return new OperatorError({
    zh: '正在更换为另一个主密钥，请不带新密钥再次执行以完成它',
    en: 'another new master key is being brought into use: run the command without a new key to finish that',
  })
}

/** The rotation that a command was about is over. */
export function finishedByAnother(): OperatorError {
  return new OperatorError({ zh: '这次更换已由另一个命令完成', en: 'this rotation was finished by another command' })
}
