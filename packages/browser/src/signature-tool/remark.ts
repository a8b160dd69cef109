import type { Text } from '@yaoquan/api'

/** A finding. `wrong`: the call cannot succeed. `doubtful`: it may fail. `fine`: checked and correct. */
export type Remark = Readonly<{ level: 'wrong' | 'doubtful' | 'fine'; message: Text }>

/** Creates a remark. */
export function remarkOf(level: Remark['level'], message: Text): Remark {
  return { level, message }
}

/** The remark on an HTTP method that the gateway refuses; empty for GET and POST. */
export function httpMethodRemarks(method: string): readonly Remark[] {
  if (method === 'GET' || method === 'POST') return []
  return [
    remarkOf('wrong', {
      zh: `HTTP方法 ${method} 不被接受（错误码 9），请使用 GET 或 POST`,
      en: `The HTTP method ${method} is refused (code 9); use GET or POST`,
    }),
  ]
}
