import { formatTimestamp, type SignMethod, signParameters } from '@yaoquan/protocol'

export type CallToSign = Readonly<{
  method: string
  appKey: string
  appSecret: string
  session?: string | undefined
  signMethod: SignMethod
  timestampMs: number
  /** The method's parameters by wire name. They override common parameters of the same name. */
  parameters: Readonly<Record<string, string>>
}>

/**
 * The signed form of one call: the common parameters (docs/reference/top-protocol.md, 1.2), those of the method, and
 * the signature.
 */
export function signedForm(call: CallToSign): Record<string, string> {
  const common = {
    method: call.method,
    app_key: call.appKey,
    ...(call.session === undefined ? {} : { session: call.session }),
    timestamp: formatTimestamp(call.timestampMs),
    v: '2.0',
    format: 'json',
  }
  return signParameters({
    parameters: { ...common, ...call.parameters },
    secret: call.appSecret,
    method: call.signMethod,
  })
}
