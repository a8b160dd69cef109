import type { Text } from '@yaoquan/api'

/** `wrong`: the call cannot succeed like this. `doubtful`: it may. `fine`: looked at, and right. */
export type Remark = Readonly<{ level: 'wrong' | 'doubtful' | 'fine'; message: Text }>

export function remarkOf(level: Remark['level'], message: Text): Remark {
  return { level, message }
}
