import { Secret, TOTP } from 'otpauth'

const issuer = 'Yaoquan'
const stepMs = 30_000
/** 160 bits, as RFC 4226 recommends. */
const secretBytes = 20

/** One-time codes of authenticator apps: six digits, 30 s, SHA-1, which is what all of them support (RFC 6238). */
export const totpCodes = {
  /** A new secret, base32. */
  newSecret: (): string => new Secret({ size: secretBytes }).base32,
  /** The `otpauth:` link of a secret. @param name of the operator */
  uriOf: (secret: string, name: string): string => totpOf(secret, name).toString(),
  /** @returns the time step of a code that fits, one step early or late included; undefined for one that does not */
  stepOf(secret: string, code: string, nowMs: number): number | undefined {
    const token = code.replace(/\s/g, '')
    if (!/^\d{6}$/.test(token)) return undefined
    const delta = totpOf(secret).validate({ token, timestamp: nowMs, window: 1 })
    return delta === null ? undefined : Math.floor(nowMs / stepMs) + delta
  },
} as const

function totpOf(secret: string, label?: string): TOTP {
  const period = stepMs / 1_000
  return new TOTP({
    issuer,
    ...(label === undefined ? {} : { label }),
    algorithm: 'SHA1',
    digits: 6,
    period,
    secret: Secret.fromBase32(secret),
  })
}
