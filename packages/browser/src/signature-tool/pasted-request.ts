import type { ReadParameters } from '@yaoquan/protocol'
import type { Remark } from './remark.ts'

/** What somebody pasted, taken apart. Nothing of it is checked yet. */
export type PastedRequest = Readonly<{
  kind: 'curl' | 'http' | 'address' | 'parameters'
  /** Path that was asked for, where the text names one. */
  path: string | undefined
  contentType: string | undefined
  /** What follows `?`, as written. */
  queryString: string
  /** As written, with the line ends that a text box takes away put back where the wire needs them. */
  body: string
  /** What reading it showed: things that a call can break on before anything is signed. */
  remarks: readonly Remark[]
  /** The text may have been decoded before it was pasted: the readings that it allows, the likely one first. */
  readings: readonly Reading[]
}>

export type Reading = Readonly<{ isDecoded: boolean; read: ReadParameters }>

/** A request before its parameters are read. */
export type RawRequest = Omit<PastedRequest, 'readings'>
