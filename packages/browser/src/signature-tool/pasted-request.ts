import type { ReadParameters } from '@yaoquan/protocol'
import type { Remark } from './remark.ts'

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
