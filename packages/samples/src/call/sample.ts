import type { MethodDefinition } from '@yaoquan/api'
import type { Highlight, SampleLanguageId } from './sample-language.ts'

/** A call's parameters by property name, as the client's `execute` takes them. */
export type SampleValues = Readonly<Record<string, unknown>>

/** The gateway a sample calls, and who calls it. Whoever shows the sample shows the secret. */
export type SampleTarget = Readonly<{
  /** The gateway's whole address, e.g. `http://127.0.0.1:8080/router/rest`. */
  url: string
  appKey: string
  appSecret: string
  session?: string | undefined
}>

export type SampleRequest = Readonly<{
  language: SampleLanguageId
  definition: MethodDefinition
  /** Default: `exampleValues(definition)`. */
  values?: SampleValues | undefined
  /**
   * Given: a whole program, to be run as it is. Absent: what the document centre shows; in the languages of its SDKs
   * `url`, `appkey` and `secret` are then the reader's variables, elsewhere placeholders stand in their place.
   */
  target?: SampleTarget | undefined
}>

export type Sample = Readonly<{ text: string; highlight: Highlight }>
