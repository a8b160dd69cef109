import type { Act } from '#domain/lifecycle/act'
import { changePolicy as policyChange } from '#domain/lifecycle/change-policy'
import { setRetention as retention } from '#domain/lifecycle/set-retention'
import { deleteShopGroup, setShopGroup } from '#domain/lifecycle/set-shop-group'
import type { SellerPolicy } from '#domain/policy/seller-policy'
import type { RetentionDays } from '#domain/retention/retention-store'
import type { Store } from '#store/open-store'
import { requestOf } from './requests.ts'

/** The actor that changes rules of a seller, and the time. */
type Changing = Readonly<{ sellerId: string; nowMs: number; actor: string; requestId?: string | undefined }>

/** Changes rules of a seller, whatever they were. @returns the rules as they are then */
export async function changePolicy(store: Store, input: Changing & Readonly<{ changes: Partial<SellerPolicy> }>) {
  const changed = await answerOf(store, policyChange, input)
  if ('kind' in changed) throw new Error('a change of rules that nobody looked at is refused')
  return changed
}

/** Sets how long data of a seller is kept. */
export function setRetention(store: Store, input: Changing & Readonly<{ days: Partial<RetentionDays> }>) {
  return answerOf(store, retention, input)
}

/** Sets a group of shops, whatever it was. */
export async function setGroup(store: Store, input: Changing & Readonly<{ name: string; shops: string }>) {
  const set = await answerOf(store, setShopGroup, input)
  if ('kind' in set) throw new Error('a group that nobody looked at is refused')
  return set
}

/** Sets a group of shops as it was looked at. */
export function setSeenGroup(
  store: Store,
  input: Changing & Readonly<{ name: string; shops: string; seenVersion: number }>,
) {
  return answerOf(store, setShopGroup, input)
}

/** Deletes a group of shops that no open template names. */
export function deleteGroup(store: Store, input: Changing & Readonly<{ name: string }>) {
  return answerOf(store, deleteShopGroup, input)
}

async function answerOf<Input, Found, Answer, Refused>(
  { lifecycleStore }: Store,
  query: Act<Input, Found, Answer, Refused>,
  { sellerId, nowMs, actor, requestId, ...input }: Changing & Input,
): Promise<Answer | Refused> {
  const request = requestOf(sellerId, { nowMs, actor, requestId })
  const written = await lifecycleStore.runAct(request, query, input as Input)
  if (written.kind === 'done') return written.answer
  if (written.kind === 'refused') return written.refusal
  throw new Error(`a change of rules was answered by ${written.kind}`)
}
