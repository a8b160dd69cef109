import type { KeyStatus, Rotation, RotationReport } from '#store/key-rotation/key-rotator'
import { type NewKeyRequest, newKeyOf } from '#store/key-rotation/new-key'
import { openStore, type StoreOptions } from '#store/open-store'

type StorePlace = Pick<StoreOptions, 'dataDir' | 'storeUrl' | 'masterKey'>

type RotationRequest = StorePlace &
  Omit<NewKeyRequest, 'isKeyInFolder'> &
  Readonly<{
    settleMs?: number | undefined
    onProgress: Rotation['onProgress']
  }>

export type MasterKeyReport =
  | Readonly<{ kind: 'in-use-already' }>
  | (RotationReport &
      Readonly<{
        kind: 'rotated'
        newKeyFile: string | undefined
        oldKeyFile: string | undefined
      }>)

/** Servers look for new keys every second. */
const defaultSettleMs = 5_000

/**
 * Changes the master key of a store while servers use it, or finishes that. A key in the data folder is replaced there; the new key is in
 * a file before anything is done with it.
 * @throws OperatorError when the store cannot be opened, or there is no place for the new key
 */
export async function rotateMasterKey(request: RotationRequest): Promise<MasterKeyReport> {
  const { dataDir, storeUrl, masterKey, onProgress, nowMs, settleMs = defaultSettleMs } = request
  const store = await openStore({ dataDir, storeUrl, masterKey, mustExist: true, erases: true })
  try {
    const keys = newKeyOf({ ...request, isKeyInFolder: masterKey === undefined })
    const newKey = keys.choose(store.keyRotator)
    if (store.keyRotator.pendingKey() === undefined && store.keyRotator.isCurrent(newKey))
      return { kind: 'in-use-already' }
    keys.keep(newKey)
    let oldKeyFile: string | undefined
    const place = async () => {
      oldKeyFile = keys.place(newKey) ?? oldKeyFile
    }
    const report = await store.keyRotator.rotate({ masterKey: newKey, nowMs, settleMs, place, onProgress })
    return { kind: 'rotated', ...report, newKeyFile: keys.file, oldKeyFile }
  } finally {
    await store.close()
  }
}

/** How far a rotation has come. @throws OperatorError when the store cannot be opened */
export async function readKeyStatus(place: StorePlace): Promise<KeyStatus> {
  const store = await openStore({ ...place, mustExist: true })
  try {
    return await store.keyRotator.status()
  } finally {
    await store.close()
  }
}
