import type { Text } from '@yaoquan/api'
import type { ReadParameters } from '@yaoquan/protocol'

/** A pasted request, split into its parts but not checked. */
export type PastedRequest = Readonly<{
  kind: 'curl' | 'http' | 'address' | 'parameters'
  /** The requested path, if the text contains one. */
  path: string | undefined
  contentType: string | undefined
  /** The raw text after `?`. */
  queryString: string
  /** The raw body, with the CRLF line ends that a text box removes restored where the protocol requires them. */
  body: string
  /** Faults found while reading, such as an unquoted `&`. */
  remarks: readonly Remark[]
  /** The possible readings, the likeliest first: the text may have been decoded before it was pasted. */
  readings: readonly Reading[]
}>

export type Reading = Readonly<{ isDecoded: boolean; read: ReadParameters }>

/** A request before its parameters are read. */
export type RawRequest = Omit<PastedRequest, 'readings'>

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
