import { formatTimestamp, type SignMethod, signParameters } from '@yaoquan/protocol'

export type CallToSign = Readonly<{
  method: string
  appKey: string
  appSecret: string
  session?: string | undefined
  signMethod: SignMethod
  timestampMs: number
  /** The method's own parameters, by wire name. They win over the common ones of the same name. */
  parameters: Readonly<Record<string, string>>
}>

/**
 * The complete form of one call: the common parameters of docs/reference/top-protocol.md, 1.2, the method's own, and
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
