import type { Text } from '@yaoquan/api'

/** `wrong`: the call cannot succeed like this. `doubtful`: it may. `fine`: looked at, and right. */
export type Remark = Readonly<{ level: 'wrong' | 'doubtful' | 'fine'; says: Text }>

export function remarkOf(level: Remark['level'], says: Text): Remark {
  return { level, says }
}
