import { momentText } from '#domain/dates'
import { OperatorError } from '#errors/operator-error'
import type { LockedKeys } from './unlock-keys.ts'

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
