import type { MethodDefinition } from '@yaoquan/api'
import type { Highlight, SampleLanguageId } from './sample-language.ts'

/** The parameters of a call by property name, as for `TopClient.execute`. */
export type SampleValues = Readonly<Record<string, unknown>>

/** The gateway that a sample calls, and the app's credentials. Warning: the sample contains the secret. */
export type SampleTarget = Readonly<{
  /** Address of the gateway, e.g. `http://127.0.0.1:8080/router/rest`. */
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
   * Given: the sample is a complete program. Absent: the sample is what the document centre shows: with the platform's
   * SDKs a fragment that uses the variables `url`, `appkey` and `secret`, otherwise a program with placeholders.
   */
  target?: SampleTarget | undefined
}>

export type Sample = Readonly<{ text: string; highlight: Highlight }>

/** The target of complete samples without a given target. */
export const placeholderTarget: SampleTarget = {
  url: 'http://127.0.0.1:8080/router/rest',
  appKey: 'your-app-key',
  appSecret: 'your-app-secret',
}
