import { realpathSync } from 'node:fs'
import { fileErrorText } from '#database/sqlite/data-folder'
import { sharingRuns } from '#turns/shared-runs'
import { appendErasures, createErasureList, erasureListFile, noteKnownUntil, readListState } from './erasure-list.ts'
import { keysFolderFile, readKeysFolder } from './keys-folder.ts'
import { erasureLine, type ListedErasure, newListId } from './list-lines.ts'

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
  const [toAppend, toNote] = [limitWaits(), limitWaits()]
  /** Lines that the list in the data folder has, and the other may lack: they are tried all the time, and appended once. */
  const begun = new Set<string>()
  const record = async (erased: readonly ListedErasure[]) => {
    const lines = erased.map(erasureLine)
    const isNew = lines.map((line) => !begun.has(line))
    const write = async (file: string, isOwn: boolean) => {
      const lacking = isOwn ? erased.filter((_, place) => isNew[place]) : erased
      if (lacking.length > 0) await appendErasures(file, listId, lacking)
      if (isOwn) for (const line of lines) begun.add(line)
    }
    await writeBoth({ dataDir, limit: toAppend, write })
    for (const line of lines) begun.delete(line)
  }
  return {
    record: sharingRuns((lists: readonly (readonly ListedErasure[])[]) => record(lists.flat()), maxTogether),
    noteKnown: (knownUntilMs) =>
      writeBoth({ dataDir, limit: toNote, write: (file) => noteKnownUntil(file, { listId, knownUntilMs }) }),
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

/** A list of erased members could not be written, so an erasure is not done. The same call may succeed later. */
export class ErasureListFault extends Error {
  override readonly name = 'ErasureListFault'
}

type BothWrite = Readonly<{
  dataDir: string
  /** Limits the wait for the list in the folder of keys. */
  limit: LimitedWait
  /** @param isOwn whether it is the list in the data folder */
  write: (file: string, isOwn: boolean) => Promise<void>
}>

async function writeBoth({ dataDir, limit, write }: BothWrite): Promise<void> {
  const own = erasureListFile(dataDir)
  await explaining(dataDir, own, () => write(own, true))
  // Only now: a backup that names another folder copies there what was written before.
  const kept = await explaining(dataDir, keysFolderFile(dataDir), async () => readKeysFolder(dataDir))
  if (kept === undefined) return
  const file = erasureListFile(kept.keysFolder)
  if (kept.dataFolder !== realpathSync(dataDir)) throw faultOf(dataDir, file, movedText(kept.dataFolder))
  await explaining(dataDir, file, () => limit(() => write(file, false)))
}

async function explaining<Result>(dataDir: string, file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
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

type LimitedWait = (write: () => Promise<void>) => Promise<void>

/**
 * Limits how long writes are waited for. While one hangs, those after it fail immediately, so that they do not take all threads of the
 * process.
 */
function limitWaits(): LimitedWait {
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
