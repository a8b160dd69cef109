import { expect } from 'expect'
import {
  changePolicy,
  closeTemplate,
  deleteGroup,
  draftOf,
  issuerOf,
  noon,
  type PastMoment,
  PastRemoved,
  PastStore,
  pastRules,
  RulesRemoved,
  releaseCoupon,
  removeOldEvents,
  reopenTemplate,
  requestOf,
  runAct,
  type Store,
  setGroup,
} from '#server/testing'
import { hold, save as saveNow } from '#server/testing/calls'
import type { Checks, Programs } from './programs.ts'

/** What every engine must tell of a moment that is past. */
export const explainChecks: Checks = {
  async 'policy, groups and templates of a moment are those before the first change after it'({
    one,
    other,
    sellerId,
  }) {
    const moments: PastMoment[] = []
    const note = async () => {
      moments.push({ atMs: noon + moments.length * 10, eventSeq: await one.refusalLog.newestEvent(sellerId) })
    }
    const at = () => noon + moments.length * 10
    const operator = () => ({ sellerId, nowMs: at(), actor: 'operator:test' })
    await note()
    await changePolicy(other, { ...operator(), changes: { maxPerOrder: 2 } })
    await setGroup(one, { ...operator(), name: 'east', shops: '01,02' })
    await save(one, sellerId, at(), '10')
    await note()
    await changePolicy(one, { ...operator(), changes: { insured: 'include' } })
    await setGroup(other, { ...operator(), name: 'east', shops: '03' })
    await save(other, sellerId, at(), '11')
    const closing = { lifecycle: one.lifecycleStore, couponId: 'T', reason: undefined }
    await runAct(closeTemplate, { ...closing, request: requestOf(sellerId, { nowMs: at() }) })
    await note()
    await deleteGroup(one, { ...operator(), name: 'east' })
    await runAct(reopenTemplate, { ...closing, request: requestOf(sellerId, { nowMs: at() }) })
    await note()
    const expected = [
      { policy: [5, 'exclude_line', 0], group: undefined, template: undefined },
      { policy: [2, 'exclude_line', 1], group: '01,02', template: ['10', 1, false] },
      { policy: [2, 'include', 2], group: '03', template: ['11', 2, true] },
      { policy: [2, 'include', 2], group: undefined, template: ['11', 2, false] },
    ]
    for (const store of [one, other]) {
      expect(await Promise.all(moments.map((moment) => rulesAt(store, sellerId, moment)))).toEqual(expected)
      const byTime = moments.map(({ atMs }) => ({ atMs, eventSeq: undefined }))
      expect(await Promise.all(byTime.map((moment) => rulesAt(store, sellerId, moment)))).toEqual(expected)
    }
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'what was removed with old events is said, and not guessed'(programs) {
    const { one, other, sellerId } = programs
    await issue(programs, 'old')
    const before = await momentOf(programs, noon)
    await hold(one, requestOf(sellerId, { nowMs: noon + 1 }), { couponCode: 'old', orderId: 'SO-1' })
    const change = { sellerId, nowMs: noon + 1, actor: 'operator:test' }
    await changePolicy(one, { ...change, changes: { maxPerOrder: 2 } })
    const after = await momentOf(programs, noon + 1)
    const request = requestOf(sellerId, { nowMs: noon + 10 })
    await runAct(releaseCoupon, { lifecycle: one.lifecycleStore, request, couponCode: 'old', orderId: 'SO-1' })
    expect(await stateAt(other, sellerId, before)).toBe('unused')
    await removeOldEvents(one, { sellerId, beforeMs: noon + 5 })
    await expect(stateAt(other, sellerId, before)).rejects.toThrow(PastRemoved)
    await expect(rulesAt(other, sellerId, before)).rejects.toThrow(RulesRemoved)
    expect(await stateAt(other, sellerId, after)).toBe('held')
    expect((await rulesAt(other, sellerId, after)).policy).toEqual([2, 'exclude_line', 1])
  },
}

async function rulesAt(store: Store, sellerId: string, moment: PastMoment) {
  const rules = pastRules(
    {
      rules: store.ruleHistory,
      policies: store.storedPolicies,
      groups: store.storedGroups,
      templates: store.templateReader,
    },
    sellerId,
    moment,
  )
  const { policy, version } = await rules.findPolicy()
  const template = await rules.findTemplate('T')
  return {
    policy: [policy.maxPerOrder, policy.insured, version],
    group: await rules.findGroup('east'),
    template: template && [template.terms.couponName, template.version, template.isClosed],
  }
}

async function stateAt(store: Store, sellerId: string, moment: PastMoment): Promise<string | undefined> {
  const readers = { coupons: store.lifecycleReader, events: store.eventReader, redemptions: store.redemptionReader }
  const sources = { ...readers, orders: store.orderReader }
  return (await new PastStore(sources, sellerId, moment).findCoupon('old'))?.coupon.state.kind
}

async function momentOf({ one, sellerId }: Programs, atMs: number): Promise<PastMoment> {
  return { atMs, eventSeq: await one.refusalLog.newestEvent(sellerId) }
}

async function save(store: Store, sellerId: string, nowMs: number, couponName: string): Promise<void> {
  await saveNow(store, requestOf(sellerId, { nowMs }), { couponName })
}

async function issue({ one, sellerId }: Programs, couponCode: string): Promise<void> {
  const draft = draftOf({ couponCode, startDate: undefined, endDate: undefined })
  await issuerOf(one).issueCoupons(sellerId, [draft], noon)
}
