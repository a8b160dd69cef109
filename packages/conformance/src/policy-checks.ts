import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'expect'
import { changePolicy, listEvents, newSellerPolicy, noon, policyText } from '#server/testing'
import { type Checks, together } from './programs.ts'

const operator = { nowMs: noon, actor: 'operator:policy' }

/** What every engine must do with the policies of sellers. */
export const policyChecks: Checks = {
  async 'a seller that never set one has the policy of new sellers'({ one, sellerId }) {
    const none = { policy: newSellerPolicy, version: 0, setAtMs: undefined }
    expect(await one.storedPolicies.findPolicy(sellerId)).toEqual(none)
    expect(await one.policyReader.findPolicy(sellerId)).toEqual(none)
  },

  async 'a change keeps the other rules, and is an event with the policy before and after'({ one, other, sellerId }) {
    const first = await changePolicy(one, { sellerId, changes: { maxPerOrder: 3 }, ...operator })
    const changes = { memberWeekdays: [3], rulePacks: [{ pack: 'rx-excluded', version: 1 }] } as const
    const second = await changePolicy(other, { sellerId, changes, ...operator })
    expect(second).toEqual({ policy: { ...newSellerPolicy, maxPerOrder: 3, ...changes }, version: 2, setAtMs: noon })
    expect(await one.storedPolicies.findPolicy(sellerId)).toEqual(second)
    const texts = [newSellerPolicy, first.policy, second.policy].map(policyText)
    expect(await listEvents(one, sellerId)).toMatchObject([
      { kind: 'policy', actor: 'operator:policy', before: texts[0], after: texts[1] },
      { kind: 'policy', before: texts[1], after: texts[2] },
    ])
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'changes at the same time lose nothing of each other'({ at, one, sellerId }) {
    const changes = [
      { maxPerOrder: 7 },
      { thresholdBase: 'remaining' },
      { insured: 'include' },
      { memberDaysOfMonth: [8] },
    ] as const
    await together(changes.length, (place) => {
      return changePolicy(at(place), { sellerId, changes: changes[place] ?? {}, ...operator })
    })
    expect(await one.storedPolicies.findPolicy(sellerId)).toMatchObject({
      policy: { maxPerOrder: 7, thresholdBase: 'remaining', insured: 'include', memberDaysOfMonth: [8] },
      version: changes.length,
    })
  },

  async 'calls of every program find a change within a second'({ one, other, sellerId }) {
    await other.policyReader.findPolicy(sellerId)
    await changePolicy(one, { sellerId, changes: { maxPerOrder: 1 }, ...operator })
    await delay(1000)
    expect(await other.policyReader.findPolicy(sellerId)).toMatchObject({ policy: { maxPerOrder: 1 } })
  },
}
