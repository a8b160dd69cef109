import { createHash, randomBytes } from 'node:crypto'
import { OperatorError } from '#errors/operator-error'

/** A member that was erased. The list has no personal data. */
export type ListedErasure = Readonly<{ sellerId: string; memberNo: number; erasedAtMs: number }>

/** The first line of a list. */
export type ListState = Readonly<{
  /** Random; the list in the folder of keys has that of the data folder which was last backed up there. */
  listId: string
  /** Every erasure that was answered until then is in the list. */
  knownUntilMs: number
}>

export type ErasureList = ListState &
  Readonly<{
    /** The data folder which was last backed up to the folder of this list; undefined in data folders. */
    dataFolder: string | undefined
    erased: readonly ListedErasure[]
  }>

/** @returns 16 hexadecimal digits */
export function newListId(): string {
  return randomBytes(8).toString('hex')
}

/** @param file its name, for the error. @throws OperatorError when a line was altered */
export function parseErasureList(text: string, file: string): ErasureList {
  const state = stateOf(text.slice(0, stateLength), file)
  const erased: ListedErasure[] = []
  let dataFolder: string | undefined
  for (const [place, line] of text.slice(stateLength).split('\n').entries()) {
    // A line without an end was torn when the machine stopped or the disk was full; its erasure was not answered.
    if (!line.endsWith('}')) continue
    const read = readLine(line)
    if (read === undefined) throw damaged(`${file}:${place + 2}`)
    if ('dataFolder' in read) dataFolder = read.dataFolder
    else erased.push(read)
  }
  return { ...state, dataFolder, erased }
}

/** The first line, of the same length for all, so that it can be written in place. */
export function stateLine({ listId, knownUntilMs }: ListState): string {
  return `{"format":1,"list":"${listId}","known_until_ms":${String(knownUntilMs).padStart(16)}}\n`
}

/** Bytes of the first line. */
export const stateLength = stateLine({ listId: newListId(), knownUntilMs: 0 }).length

/** Reads the first line. @throws OperatorError when it is another */
export function stateOf(line: string, file: string): ListState {
  const [, listId, known] = /^\{"format":1,"list":"([0-9a-f]{16})","known_until_ms": *(\d+)\}\n$/.exec(line) ?? []
  if (listId === undefined) throw damaged(file)
  return { listId, knownUntilMs: Number(known) }
}

/** Says which data folder writes a list. */
export function folderLine(dataFolder: string): string {
  return checkedLine({ data_folder: dataFolder })
}

/** One erasure. */
export function erasureLine({ sellerId, memberNo, erasedAtMs }: ListedErasure): string {
  return checkedLine({ seller_id: sellerId, member_no: memberNo, erased_at_ms: erasedAtMs })
}

/** The digest keeps a digit that changed on a disk from erasing another member. */
function checkedLine(content: Readonly<Record<string, string | number>>): string {
  return `${JSON.stringify({ ...content, check: checkOf(JSON.stringify(content)) })}\n`
}

function checkOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 16)
}

/** @returns undefined for a line that was altered */
function readLine(line: string): ListedErasure | Readonly<{ dataFolder: string }> | undefined {
  const content = parsed(line)
  if (content === undefined) return undefined
  const { check, ...facts } = content
  if (check !== checkOf(JSON.stringify(facts))) return undefined
  const { data_folder: dataFolder, seller_id: sellerId, member_no: memberNo, erased_at_ms: erasedAtMs } = facts
  if (typeof dataFolder === 'string') return { dataFolder }
  if (typeof sellerId !== 'string' || typeof memberNo !== 'number' || typeof erasedAtMs !== 'number') return undefined
  return { sellerId, memberNo, erasedAtMs }
}

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

function damaged(place: string): OperatorError {
  return new OperatorError({
    zh: `${place} 已损坏；数据目录中的名单，删除后启动时会重建`,
    en: `the list of erased members ${place} is damaged; the one in a data folder is made anew at the next start once it was removed`,
  })
}
