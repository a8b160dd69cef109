import { DamagedStoreError, DuplicateKeyError, MissingTableError } from '#database/database-errors'
import { OperatorError } from '#errors/operator-error'
import { errorCode } from './data-folder.ts'

/** The error that `SqlEngine` promises for an error of SQLite; other errors are returned unchanged. */
export function portError(error: unknown): unknown {
  const code = errorCode(error)
  if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY') {
    return new DuplicateKeyError('a row with this key exists already', { cause: error })
  }
  if (code === 'SQLITE_ERROR' && error instanceof Error && error.message.startsWith('no such table')) {
    return new MissingTableError(error.message, { cause: error })
  }
  if (code === 'SQLITE_FULL')
    return new OperatorError(
      { zh: '数据目录所在的磁盘已满', en: 'the disk of the data folder is full' },
      { cause: error },
    )
  if (isDamaged(code)) return damagedFile(error)
  return code.startsWith(ioError) ? failedDisk(error) : error
}

/** The operator error for a file that cannot be opened; other errors are returned unchanged. */
export function openError(error: unknown, file: string): unknown {
  const code = errorCode(error)
  if (isDamaged(code)) return damagedFile(error)
  if (code.startsWith('SQLITE_CANTOPEN'))
    return new OperatorError({ zh: `无法打开 ${file}`, en: `cannot open ${file}` }, { cause: error })
  if (code.startsWith('SQLITE_READONLY'))
    return new OperatorError({ zh: `无法写入 ${file}`, en: `cannot write to ${file}` }, { cause: error })
  if (code.startsWith('SQLITE_BUSY')) return busyFile(error)
  return code.startsWith(ioError) ? failedDisk(error) : error
}

const ioError = 'SQLITE_IOERR'

/** A full disk is among the causes: SQLite does not say so where it enlarges the index of its log. */
function failedDisk(cause: unknown): OperatorError {
  return new OperatorError(
    {
      zh: '数据目录所在的磁盘读写失败：可能已满，或有故障',
      en: 'the disk of the data folder cannot be read or written: it may be full or failing',
    },
    { cause },
  )
}

/** Another connection has the lock. */
export function isBusy(error: unknown): boolean {
  return errorCode(error).startsWith('SQLITE_BUSY')
}

/** Another program held the lock for too long. */
export function busyFile(cause: unknown): OperatorError {
  return new OperatorError(
    {
      zh: '数据目录被占用：另一个程序锁住了数据库',
      en: 'the data folder is busy: another program has locked its database',
    },
    { cause },
  )
}

function isDamaged(code: string): boolean {
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB'
}

function damagedFile(cause: unknown): DamagedStoreError {
  return new DamagedStoreError(
    {
      zh: '数据目录中的 yaoquan.db 已损坏或不是数据库：请从备份恢复',
      en: 'yaoquan.db in the data folder is damaged or no database: restore it from a backup',
    },
    { cause },
  )
}
