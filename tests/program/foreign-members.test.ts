import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MemberCalls, openMemberCalls } from '../harness/member-calls.ts'
import { post, signedParameters } from '../harness/signed-call.ts'

const foreign = { appKey: 'foreign', appSecret: 'foreignsecret' }

let members: MemberCalls

beforeAll(async () => {
  members = await openMemberCalls()
  const { administration } = members.server
  await administration.createSeller({ sellerId: '222', name: '另一连锁' })
  const grants = { preset: 'full', allowed: [], denied: [] }
  await administration.createApp({ name: 'foreign', sellerIds: ['222'], grants, ...foreign })
})
afterAll(() => members.close())

it('an app of another seller finds, changes, merges, exports and erases nobody, by id, phone, card, merge or cursor', async () => {
  const [phone, other] = [members.newPhone(), members.newPhone()]
  const memberId = await members.newMember({ phone, cardNo: 'OURS-1', name: '王小明', tags: ['糖尿病'] })
  const from = await members.newMember({ phone: other, name: '李' })
  await members.issue({ couponCode: 'ours', phone })
  const { newNo } = members
  const merge = { outRequestNo: newNo(), fromMemberId: from, intoMemberId: memberId }
  const { mergeId } = await members.call('yaoquan.member.merge', merge)
  const exported = await members.call('yaoquan.member.export', { outRequestNo: newNo(), memberId, limit: 1 })
  const before = await members.get({ memberId })

  const input: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
    get: [{ member_id: memberId }, { phone }, { card_no: 'OURS-1' }],
    search: [{ phone }, { card_no: 'OURS-1' }, { tag: '糖尿病' }, {}],
    save: [{ member_id: memberId, name: 'theirs' }],
    changePhone: [
      { old_phone: phone, new_phone: '13911112222' },
      { member_id: memberId, old_phone: phone, new_phone: '13911112222' },
    ],
    replaceCard: [{ card_no: 'OURS-1', state: 'lost' }],
    merge: [
      { from_member_id: memberId, into_member_id: from, dry_run: 'true' },
      { from_member_id: memberId, into_member_id: from },
    ],
    unmerge: [{ merge_id: String(mergeId) }],
    export: [
      { member_id: memberId },
      { phone },
      { member_id: memberId, cursor: String(exported['nextCursor']), limit: '1' },
    ],
    erase: [{ member_id: memberId }],
  }
  for (const [method, calls] of Object.entries(input)) {
    for (const [place, parameters] of calls.entries()) {
      const out = /^(get|search)$/.test(method) ? {} : { out_request_no: `${method}-${place}` }
      const call = { app_key: foreign.appKey, method: `yaoquan.member.${method}`, ...out, ...parameters }
      const answer = await post(members.server.url, signedParameters(call, foreign.appSecret))
      expect([method, parameters, answer]).toEqual([
        ...[method, parameters],
        expect.stringMatching(method === 'search' ? /"members":\{\}/ : /"error_code":"(MEMBER|MERGE)_NOT_FOUND"/),
      ])
      expect(answer).not.toMatch(new RegExp(`${phone}|${other}|OURS-1|王小明|糖尿病|ours`))
    }
  }
  expect(await members.get({ memberId })).toEqual(before)
})

it('a phone and a card of another seller are somebody else', async () => {
  const phone = members.newPhone()
  await members.newMember({ phone, cardNo: 'OURS-2', name: '我们的' })
  const call = {
    app_key: foreign.appKey,
    method: 'yaoquan.member.save',
    out_request_no: 'NEW',
    phone,
    card_no: 'OURS-2',
  }
  expect(await post(members.server.url, signedParameters(call, foreign.appSecret))).toContain('"created":true')
  const get = { app_key: foreign.appKey, method: 'yaoquan.member.get', card_no: 'OURS-2' }
  const found = await post(members.server.url, signedParameters(get, foreign.appSecret))
  expect(found).toContain('"member_id":"M1"')
  expect(found).not.toContain('我们的')
})
