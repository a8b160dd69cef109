import { randomBytes } from 'node:crypto'
import { constants, readFileSync } from 'node:fs'
import { type FileHandle, link, open, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { errorCode } from '#database/sqlite/data-folder'
import { syncFolder } from '#database/sqlite/synced-file'
import { OperatorError } from '#errors/operator-error'
import {
  type ErasureList,
  erasureLine,
  folderLine,
  type ListedErasure,
  type ListState,
  parseErasureList,
  stateLength,
  stateLine,
  stateOf,
} from './list-lines.ts'

/** The list of erased members in a data folder, or in a folder of keys. */
export function erasureListFile(folder: string): string {
  return join(folder, 'erased-members.json')
}

/**
 * Creates a list, durably. A list that exists stays as it is: programs append to it meanwhile.
 * @param list.erased what it has from the start
 */
export async function createErasureList(
  file: string,
  { erased, ...state }: ListState & Pick<ErasureList, 'erased'>,
): Promise<void> {
  const unfinished = `${file}.${randomBytes(8).toString('hex')}`
  try {
    const content = stateLine(state) + erased.map(erasureLine).join('')
    await writeFile(unfinished, content, { mode: 0o600, flag: 'wx', flush: true })
    await giveName(unfinished, file)
  } finally {
    await rm(unfinished, { force: true })
  }
  syncFolder(dirname(file))
}

/** Unlike a rename, a link replaces no file. Some file systems of removable disks have no links. */
async function giveName(unfinished: string, file: string): Promise<void> {
  try {
    await link(unfinished, file)
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(errorCode(error))) throw error
    await rename(unfinished, file)
  }
}

/** Appends erasures, durably. @throws OperatorError when the file is the list of another data folder, or none */
export function appendErasures(file: string, listId: string, erased: readonly ListedErasure[]): Promise<void> {
  return withList(file, constants.O_APPEND | constants.O_RDWR, async (handle) => {
    if ((await readState(handle, file)).listId !== listId) throw ofAnother(file)
    await appendLines(handle, erased.map(erasureLine).join(''))
  })
}

/**
 * Writes up to when a list is known to be complete. It is not made durable: after a crash an earlier moment may be read.
 * @throws OperatorError when the file is the list of another data folder, or none
 */
export function noteKnownUntil(file: string, state: ListState): Promise<void> {
  return withList(file, constants.O_RDWR, async (handle) => {
    if ((await readState(handle, file)).listId !== state.listId) throw ofAnother(file)
    await handle.write(stateLine(state), 0)
  })
}

/** Makes a list that of a data folder, with the erasures that it lacks, known up to a moment. */
export async function takeOverList(file: string, state: ListState, list: Omit<ErasureList, keyof ListState>) {
  await createErasureList(file, { ...state, erased: [] })
  await withList(file, constants.O_RDWR, async (handle) => {
    const before = await readState(handle, file)
    // Servers that run on this data folder may have written a later moment.
    const isLater = before.listId === state.listId && before.knownUntilMs > state.knownUntilMs
    if (!isLater) await handle.write(stateLine(state), 0)
  })
  const known = readErasureList(file)
  const lines = [
    ...(list.dataFolder === undefined || list.dataFolder === known?.dataFolder ? [] : [folderLine(list.dataFolder)]),
    ...erasuresMissingIn(known?.erased ?? [], list.erased).map(erasureLine),
  ]
  if (lines.length === 0) return
  await withList(file, constants.O_APPEND | constants.O_RDWR, (handle) => appendLines(handle, lines.join('')))
}

function erasuresMissingIn(
  known: readonly ListedErasure[],
  erased: readonly ListedErasure[],
): readonly ListedErasure[] {
  const lines = new Set(known.map(erasureLine))
  return erased.filter((one) => !lines.has(erasureLine(one)))
}

/** Reads the first line of a list. @returns undefined when there is no such file. @throws OperatorError for another file */
export async function readListState(file: string): Promise<ListState | undefined> {
  try {
    return await withList(file, constants.O_RDONLY, (handle) => readState(handle, file))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** @returns undefined when there is no such file. @throws OperatorError when it is damaged */
export function readErasureList(file: string): ErasureList | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
  return parseErasureList(text, file)
}

async function withList<Result>(
  file: string,
  flags: number,
  work: (handle: FileHandle) => Promise<Result>,
): Promise<Result> {
  const handle = await open(file, flags)
  try {
    return await work(handle)
  } finally {
    await handle.close()
  }
}

async function appendLines(handle: FileHandle, lines: string): Promise<void> {
  const { size } = await handle.stat()
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
  await handle.appendFile(buffer.toString('utf8') === '\n' ? lines : `\n${lines}`)
  await handle.datasync()
}

async function readState(handle: FileHandle, file: string): Promise<ListState> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(stateLength), 0, stateLength, 0)
  return stateOf(buffer.toString('utf8', 0, bytesRead), file)
}

function ofAnother(file: string): OperatorError {
  return new OperatorError({
    zh: `${file} 是另一数据目录的名单`,
    en: `${file} is the list of erased members of another data folder`,
  })
}
