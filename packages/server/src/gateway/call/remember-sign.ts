import type { SignedCall, SignKnown, SignReused } from '#methods/method'

/** Records the signature of a write that was refused before it reached the store. */
export type RememberSign = (
  call: Readonly<{ sellerId: string; nowMs: number; sign?: SignedCall | undefined }>,
) => Promise<SignKnown | SignReused>
