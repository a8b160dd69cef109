import { performCached } from '#gateway/answer-cache'
import type { Methods } from '#gateway/checks/call-checks'
import type { Outcome } from '#gateway/gateway-dependencies'
import { type PerformDependencies, perform } from '#gateway/perform-call'
import type { BulkCall, SentAnswer } from './bulk-messages.ts'

type Refused = Extract<Outcome, { kind: 'refused' }>

/** Performs calls in the thread of large writes. @returns a function that answers one call; the bytes of an answer are its own */
export function performBulkCalls(
  methods: Methods,
  dependencies: PerformDependencies,
): (call: BulkCall) => Promise<SentAnswer | Refused> {
  return async ({ method: name, parameters, context, form }) => {
    const method = methods.get(name)
    if (method === undefined) throw new Error(`the thread has no method ${name}`)
    const outcome = await perform(
      // Orders are the only compatible method that writes here, and they keep what they do not know.
      { method, parameters, context, form, unknownMembers: 'ignored' },
      async (decoded) => ({
        kind: 'answered',
        sellerId: context.sellerId,
        answer: await performCached(decoded, undefined),
      }),
      dependencies,
    )
    if (outcome.kind === 'refused') return outcome
    if (outcome.kind === 'lost') throw new Error('only a sandbox drops answers')
    const { encoded, ...told } = outcome.answer
    // A view of a slab, which would cross whole.
    return { kind: 'answered', bytes: Uint8Array.from(encoded.bytes), encoding: encoded.encoding, ...told }
  }
}
