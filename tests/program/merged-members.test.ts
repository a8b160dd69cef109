import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MemberCalls, openMemberCalls } from '../harness/member-calls.ts'
import { post, signedParameters } from '../harness/signed-call.ts'
import { testApp } from '../harness/test-server.ts'

let members: MemberCalls

beforeAll(async () => {
  members = await openMemberCalls()
})
afterAll(() => members.close())

describe('merge and unmerge', () => {
  /** Answers of every method that shows members or coupons, as bytes. */
  async function answers(ids: readonly string[], named: readonly Readonly<Record<string, string>>[]): Promise<string> {
    const requested = [
      ...ids.map((member_id) => ({ method: 'yaoquan.member.get', member_id })),
      ...named.map((selector) => ({ method: 'yaoquan.member.get', ...selector })),
      ...named.map((selector) => ({ method: 'yaoquan.member.search', ...selector })),
      ...named.map((selector) => ({ method: 'yaoquan.coupon.search', ...selector })),
      { method: 'yaoquan.member.search', tag: 'merged pair' },
    ]
    const texts: string[] = []
    for (const parameters of requested) {
      texts.push(await post(members.server.url, signedParameters(parameters, testApp.appSecret)))
      const { phone, card_no } = parameters as Record<string, string>
      const query = { phone, card_no, page_no: '1', page_size: '100', status: '0', serller_id: '111' }
      if (phone ?? card_no) texts.push(await post(members.server.url, signedParameters(query, testApp.appSecret)))
    }
    return texts.join('\n')
  }

  async function merge(from: string, into: string, more: object = {}) {
    return members.call('yaoquan.member.merge', {
      outRequestNo: members.newNo(),
      fromMemberId: from,
      intoMemberId: into,
      ...more,
    })
  }

  async function unmerge(mergeId: unknown) {
    return members.call('yaoquan.member.unmerge', { outRequestNo: members.newNo(), mergeId: String(mergeId) })
  }

  it('previews, makes one of two, and restores every answer byte for byte', async () => {
    const [p1, p2, shared] = [members.newPhone(), members.newPhone(), members.newPhone()]
    const into = await members.newMember({ phone: p1, cardNo: `${p1}-1`, name: '甲', tags: ['merged pair'] })
    const from = await members.newMember({
      phone: p2,
      cardNo: `${p2}-1`,
      name: '乙',
      birthday: '05-20',
      tags: ['merged pair', 'b'],
      attributes: [{ name: 'a', value: '1' }],
    })
    for (const memberId of [into, from]) await members.save({ memberId, phone: shared, sharePhone: true })
    await members.call('yaoquan.member.changePhone', {
      outRequestNo: members.newNo(),
      memberId: into,
      oldPhone: shared,
      newPhone: members.newPhone(),
    })
    await members.issue(
      { couponCode: `${p1}A`, phone: p1 },
      { couponCode: `${p1}B`, phone: p1, cardNo: `${p1}-1` },
      { couponCode: `${p2}A`, phone: p2 },
      { couponCode: `${p2}B`, cardNo: `${p2}-1` },
    )
    expect(await members.claim({ cardNo: `${p1}-1` })).toBe('claimed')
    expect(await members.claim({ cardNo: `${p2}-1` })).toBe('claimed')
    const named = [{ phone: p1 }, { phone: p2 }, { phone: shared }, { card_no: `${p1}-1` }, { card_no: `${p2}-1` }]
    const before = await answers([into, from], named)

    const preview = {
      phoneCount: 1,
      cardCount: 1,
      couponCount: 6,
      success: true,
      filledFields: ['birthday', 'tags', 'attributes.a'],
      keptFields: ['name'],
      limits: [{ couponId: 'ONE', claimed: 2, memberTotal: 1 }],
    }
    expect(await merge(from, into, { dryRun: true })).toEqual(preview)
    expect(await answers([into, from], named)).toBe(before)

    const merged = await merge(from, into, { reason: '同一人' })
    expect(merged).toEqual({ ...preview, mergeId: expect.any(String), undoUntil: expect.stringMatching(/^2026-12-24/) })
    expect(await members.get({ memberId: from })).toMatchObject({
      member: { state: 'merged', mergedInto: into, phones: [] },
    })
    expect(await members.get({ phone: p2 })).toMatchObject({
      member: { memberId: into, name: '甲', birthday: '05-20', tags: ['merged pair', 'b'] },
      merges: [{ mergeId: merged['mergeId'], fromMemberId: from, undoUntil: merged['undoUntil'] }],
      couponCount: 6,
    })
    expect(await members.save({ memberId: from, name: 'x' })).toMatchObject({
      errorCode: 'MEMBER_MERGED',
      mergedInto: into,
    })
    expect(await members.claim({ phone: p2 })).toBe('MEMBER_LIMIT_REACHED')
    const all = await members.codesOf({ phone: p2 })
    expect(all).toHaveLength(6)
    for (const selector of [{ phone: p1 }, { cardNo: `${p1}-1` }, { cardNo: `${p2}-1` }]) {
      expect(await members.codesOf(selector)).toEqual(all)
    }

    expect(await unmerge(merged['mergeId'])).toEqual({ fromMemberId: from, intoMemberId: into, success: true })
    expect(await answers([into, from], named)).toBe(before)
    expect(await unmerge(merged['mergeId'])).toMatchObject({ errorCode: 'MERGE_NOT_UNDOABLE' })
  })

  it('leaves with the member what changed after the merge', async () => {
    const [p1, p2, later] = [members.newPhone(), members.newPhone(), members.newPhone()]
    const into = await members.newMember({ phone: p1, cardNo: `${p1}-1` })
    const from = await members.newMember({ phone: p2, cardNo: `${p2}-1`, name: '乙' })
    const { mergeId } = await merge(from, into)
    await members.save({ memberId: into, phone: later, level: 'gold' })
    await unmerge(mergeId)
    expect(await members.get({ memberId: into })).toMatchObject({
      member: { name: '乙', level: 'gold', phones: [{ phone: p1 }, { phone: later }], cards: [{ cardNo: `${p1}-1` }] },
    })
    expect(await members.get({ memberId: from })).toMatchObject({ member: { name: '乙', phones: [{ phone: p2 }] } })
  })

  it('undoes merges that build on each other from the last one', async () => {
    const ids: string[] = []
    for (const name of ['a', 'b', 'c']) ids.push(await members.newMember({ phone: members.newPhone(), name }))
    const [a = '', b = '', c = ''] = ids
    const first = await merge(a, b)
    const second = await merge(b, c)
    expect(await unmerge(first['mergeId'])).toMatchObject({ errorCode: 'MEMBER_MERGED', mergedInto: c })
    expect(await unmerge(second['mergeId'])).toMatchObject({ fromMemberId: b, intoMemberId: c })
    expect(await unmerge(first['mergeId'])).toMatchObject({ fromMemberId: a, intoMemberId: b })
    for (const [place, name] of ['a', 'b', 'c'].entries()) {
      expect(await members.get({ memberId: ids[place] ?? '' })).toMatchObject({
        member: { name, phones: [{ state: 'active' }] },
      })
    }
  })

  it.each([
    ['M999999', 'MEMBER_NOT_FOUND'],
    ['nonsense', 'MEMBER_NOT_FOUND'],
  ])('refuses to merge %s with %s', async (from, errorCode) => {
    const into = await members.newMember({ name: 'stays' })
    for (const more of [{}, { dryRun: true }]) {
      expect(await merge(from, into, more)).toMatchObject({ errorCode, field: 'from_member_id' })
      expect(await merge(into, from, more)).toMatchObject({ errorCode, field: 'into_member_id' })
    }
  })

  it('refuses a member into itself, and an undo of nothing', async () => {
    const memberId = await members.newMember({ name: 'itself' })
    expect(await merge(memberId, memberId)).toMatchObject({ errorCode: 'INVALID_MEMBER', field: 'into_member_id' })
    expect(await unmerge('nonsense')).toMatchObject({ errorCode: 'MERGE_NOT_FOUND' })
  })
})

it('writes an event of each change, with names of fields and no values', async () => {
  const page = await members.client.listEvents({ afterSeq: 0, limit: 1000 })
  const events = page.events.filter(({ kind }) => kind.startsWith('member_'))
  expect(new Set(events.map(({ kind }) => kind))).toEqual(
    new Set(['member_changed', 'member_merged', 'member_unmerged']),
  )
  const texts = events.map(({ after }) => after ?? '').join('\n')
  expect(texts).toContain('"fields":["name","tags","birthday","attributes"]')
  expect(texts).not.toMatch(/乙|139\d{8}|-1/)
})
