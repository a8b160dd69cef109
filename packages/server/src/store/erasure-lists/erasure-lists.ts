import { realpathSync } from 'node:fs'
import { fileErrorText } from '#database/sqlite/data-folder'
import { sharingRuns } from '#turns/shared-runs'
import { appendErasures, createErasureList, erasureListFile, noteKnownUntil, readListState } from './erasure-list.ts'
import { ErasureListFault } from './erasure-list-fault.ts'
import { keysFolderFile, readKeysFolder } from './keys-folder.ts'
import { type ListedErasure, newListId } from './list-lines.ts'

/** The lists of erased members outside a store: in its data folder, and in the folder of keys that its last backup used. */
export type ErasureLists = Readonly<{
  /**
   * Resolves when both lists have the erasures, durably.
   * @throws ErasureListFault when one cannot be written
   */
  record(erased: readonly ListedErasure[]): Promise<void>
  /**
   * Writes into both lists that they have every erasure that was answered before a moment.
   * @throws ErasureListFault when one cannot be written
   */
  noteKnown(untilMs: number): Promise<void>
}>

/** Erasures that share a write. */
const maxTogether = 64

/**
 * Opens the lists of a data folder, and creates the one in it when there is none.
 * @param listErased the erasures that the store knows, for a new list
 */
export async function openErasureLists(
  dataDir: string,
  listErased: () => Promise<readonly ListedErasure[]>,
): Promise<ErasureLists> {
  const listId = await openOwnList(dataDir, listErased)
  const [append, note] = [limitWaits(), limitWaits()]
  const record = (erased: readonly ListedErasure[]) =>
    writeBoth(dataDir, (file) => append(() => appendErasures(file, listId, erased)))
  return {
    record: sharingRuns((lists: readonly (readonly ListedErasure[])[]) => record(lists.flat()), maxTogether),
    noteKnown: (knownUntilMs) =>
      writeBoth(dataDir, (file) => note(() => noteKnownUntil(file, { listId, knownUntilMs }))),
  }
}

/** @returns the id of the list in a data folder, which is created when there is none */
export async function openOwnList(
  dataDir: string,
  listErased: () => Promise<readonly ListedErasure[]>,
): Promise<string> {
  const file = erasureListFile(dataDir)
  const found = await readListState(file)
  if (found !== undefined) return found.listId
  await createErasureList(file, { listId: newListId(), knownUntilMs: 0, erased: await listErased() })
  return (await readListState(file))?.listId ?? ''
}

type ListWrite = (file: string) => Promise<void>

async function writeBoth(dataDir: string, write: ListWrite): Promise<void> {
  await explaining(dataDir, erasureListFile(dataDir), write)
  // Only now: a backup that names another folder copies there what was written before.
  const kept = readKeysFolder(dataDir)
  if (kept === undefined) return
  const file = erasureListFile(kept.keysFolder)
  if (kept.dataFolder !== realpathSync(dataDir)) throw faultOf(dataDir, file, movedText(kept.dataFolder))
  await explaining(dataDir, file, write)
}

async function explaining(dataDir: string, file: string, write: ListWrite): Promise<void> {
  try {
    await write(file)
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    throw faultOf(dataDir, file, fileErrorText(error) ?? reason, error)
  }
}

function faultOf(dataDir: string, file: string, reason: string, cause?: unknown): ErasureListFault {
  return new ErasureListFault(
    `已删除会员的名单无法写入，删除尚未完成 (the list of erased members cannot be written, and erasures are not done) ${file}: ${reason}；目录可用后会自动完成；换用其他目录请执行 yaoquan backup，不再备份则删除 ${keysFolderFile(dataDir)} (they are finished once the folder can be used; to use another one run yaoquan backup, and remove that file if no backups are taken any more)`,
    { cause },
  )
}

function movedText(from: string): string {
  return `数据目录是从 ${from} 移来或复制的 (the data folder was moved or copied from there)`
}

/** A folder on a network may never answer. */
const patienceMs = 10_000

/**
 * Limits how long writes are waited for. While one hangs, those after it fail immediately, so that they do not take all threads of the
 * process.
 */
function limitWaits(): (write: () => Promise<void>) => Promise<void> {
  let hanging: Promise<void> | undefined
  return async (write) => {
    if (hanging !== undefined) throw notAnswering()
    const ended = Promise.withResolvers<never>()
    const writing = write().finally(() => {
      hanging = undefined
    })
    const timer = setTimeout(() => {
      hanging = writing
      ended.reject(notAnswering())
    }, patienceMs)
    try {
      await Promise.race([writing, ended.promise])
    } finally {
      clearTimeout(timer)
    }
  }
}

function notAnswering(): Error {
  return new Error(`${patienceMs / 1000} 秒内没有响应 (no answer for so many seconds)`)
}
