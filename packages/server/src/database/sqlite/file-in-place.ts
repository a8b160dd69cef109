import { statSync } from 'node:fs'
import { OperatorError } from '#errors/operator-error'

/** A write checks at most this often, so that the check costs writes nothing. */
const everyMs = 1_000

/**
 * Notices that an open file was deleted, moved or replaced: what a program writes to it then is lost when it ends.
 * @returns a check, which throws an OperatorError from a second after that until the file is back
 */
export function checkFileInPlace(file: string): () => void {
  const opened = inodeOf(file)
  let checkedAtMs = performance.now()
  let isInPlace = true
  return () => {
    const nowMs = performance.now()
    if (!isInPlace || nowMs - checkedAtMs >= everyMs) {
      isInPlace = inodeOf(file) === opened
      checkedAtMs = nowMs
    }
    if (!isInPlace) throw notInPlace(file)
  }
}

/** @returns undefined where there is no file. @throws an error of the system, as for a folder that may not be entered */
function inodeOf(file: string): bigint | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino
}

function notInPlace(file: string): OperatorError {
  return new OperatorError(
    {
      zh: `${file} 已被删除、移走或替换，不再写入：请先不要停止服务，按 docs/zh-CN/operations/backup.md 的“数据库文件被删除”取回数据`,
      en: `${file} was deleted, moved or replaced, so nothing is written any more: do not stop the server before you have got the data back, see "A deleted database file" in docs/operations/backup.md`,
    },
    { cause: Object.assign(new Error('the open file is not at its path'), { code: 'SQLITE_READONLY_DBMOVED' }) },
  )
}
