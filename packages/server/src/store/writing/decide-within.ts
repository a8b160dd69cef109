import { type Act, type Decision, loadAll } from '#domain/lifecycle/act'
import { applyChanges } from './apply-changes.ts'
import { loaderOf } from './load-reads.ts'
import type { WriterParts } from './writer-parts.ts'

/** `isTried`: what is decided is not applied. */
type Deciding<Input> = Readonly<{ input: Input; nowMs: number; isTried?: boolean }>

/** Loads what an act must see, decides, and applies what follows, in a transaction that has locked the seller. */
export async function decideWithin<Input, Found, Answer, Refused>(
  writing: WriterParts,
  { reads, decide }: Act<Input, Found, Answer, Refused>,
  { input, nowMs, isTried = false }: Deciding<Input>,
): Promise<Decision<Answer, Refused>> {
  const found = await loadAll(reads(input, { nowMs }), loaderOf(writing))
  const decision = decide({ input, found, nowMs })
  if (decision.kind === 'done' && !isTried) await applyChanges(writing, decision.changes)
  return decision
}
