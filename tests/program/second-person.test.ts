import { afterAll, beforeAll, expect, test } from 'vitest'
import { askConsole, firstSignIn } from '../harness/console.ts'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient

type Answer = Readonly<Record<string, unknown>>

/** Calls of one person. */
type Person = (method: string, body?: object) => Promise<Answer>

async function person(name: string, role: string): Promise<Person> {
  const roles = [{ sellerId: '111', role, shops: undefined }]
  const made = await server.administration.createOperator({ name, displayName: name, roles })
  const oneTime = made.kind === 'changed' ? made.password : ''
  const cookie = await firstSignIn(server.url, name, oneTime, 'correct horse battery')
  return async (method, body = {}) => {
    const { body: answered } = await askConsole(server.url, `yaoquan.${method}`, { cookie, body })
    return (answered as Readonly<{ result: Answer }>).result
  }
}

let [li, wang, chen]: Person[] = []
const people = () => ({ li: li as Person, wang: wang as Person, chen: chen as Person })

const newNo = () => caller.newNo()
const refusedWith = (error_code: string) => ({ success: false, error_code })
const waits = { awaits_approval: true, success: true }

async function saved(phone: string): Promise<string> {
  const { memberId } = await caller.call('yaoquan.member.save', { outRequestNo: newNo(), phone, name: '测试' })
  return String(memberId)
}

async function setRule(by: Person, changes: object): Promise<Answer> {
  const { version } = await by('console.policy.get')
  return by('console.policy.set', { out_request_no: newNo(), version, ...changes })
}

type Waiting = Readonly<{ request_id: string; kind: string; own: boolean }>

async function waitingOf(by: Person): Promise<readonly Waiting[]> {
  return (await by('console.request.list'))['requests'] as readonly Waiting[]
}

async function onlyWaiting(by: Person): Promise<string> {
  const [only, ...others] = await waitingOf(by)
  expect(others).toEqual([])
  return only?.request_id ?? ''
}

const decide = (by: Person, verdict: 'approve' | 'refuse', request_id: string, out_request_no = newNo()) =>
  by(`console.request.${verdict}`, { out_request_no, request_id })

const erase = (by: Person, member_id: string) =>
  by('member.erase', { out_request_no: newNo(), member_id, reason: '会员本人要求，电话 13800138000' })

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
  li = await person('li.na', 'owner')
  wang = await person('wang.fang', 'owner')
  chen = await person('chen.jie', 'service')
})
afterAll(() => server.close())

test('nobody is asked until the rule is switched on', async () => {
  const memberId = await saved('13800131001')
  expect(await erase(people().li, memberId)).toMatchObject({ member_id: memberId, success: true })
  expect(await setRule(people().li, { second_person: true })).toMatchObject({ success: true })
})

test('a member is erased once, when another person with the right agreed', async () => {
  const { li: owner, wang: other, chen: service } = people()
  const memberId = await saved('13800131002')
  expect(await erase(owner, memberId)).toMatchObject(waits)
  expect(await erase(owner, memberId)).toMatchObject(waits)
  expect(await caller.call('yaoquan.member.get', { memberId })).toMatchObject({ member: { state: 'active' } })
  const requestId = await onlyWaiting(owner)
  expect(await waitingOf(owner)).toMatchObject([{ own: true, kind: 'erase-member', member_id: memberId }])
  expect(await waitingOf(other)).toMatchObject([{ own: false, reason: '会员本人要求，电话 138****8000' }])
  expect(await waitingOf(service)).toEqual([])
  expect(await decide(owner, 'approve', requestId)).toMatchObject(refusedWith('REQUEST_IS_OWN'))
  expect(await decide(service, 'approve', requestId)).toMatchObject(refusedWith('REQUEST_NOT_WAITING'))
  expect(await decide(service, 'refuse', requestId)).toMatchObject(refusedWith('REQUEST_NOT_WAITING'))
  const number = newNo()
  expect(await decide(other, 'approve', requestId, number)).toEqual({ success: true })
  expect(await decide(other, 'approve', requestId, number)).toEqual({ already_done: true, success: true })
  expect(await decide(other, 'approve', requestId)).toMatchObject(refusedWith('REQUEST_NOT_WAITING'))
  const { events } = await caller.client.listEvents({ afterSeq: 0, limit: 1000 })
  expect(events.filter(({ kind, after }) => kind === 'second_person' && after?.includes(requestId))).toMatchObject([
    { kind: 'second_person', actor: 'operator:li.na', after: expect.stringContaining('"act":"asked"') },
    {
      kind: 'second_person',
      actor: 'operator:wang.fang',
      after: expect.stringContaining('"submitted_by":"operator:li.na"'),
    },
  ])
  expect(events.filter(({ kind }) => kind === 'member_erased').at(-1)).toMatchObject({ actor: 'operator:wang.fang' })
  expect(JSON.stringify(events)).not.toContain('13800138000')
})

test('members are merged by those who may merge; a dry run asks nobody', async () => {
  const { li: owner, chen: service } = people()
  const [from_member_id, into_member_id] = [await saved('13800131003'), await saved('13800131004')]
  const merging = { from_member_id, into_member_id, reason: '同一人' }
  expect(await service('member.merge', { out_request_no: newNo(), ...merging, dry_run: true })).not.toHaveProperty(
    'awaits_approval',
  )
  expect(await waitingOf(service)).toEqual([])
  expect(await service('member.merge', { out_request_no: newNo(), ...merging })).toMatchObject(waits)
  expect(await decide(owner, 'approve', await onlyWaiting(owner))).toEqual({ success: true })
  const { member } = await caller.call('yaoquan.member.get', { memberId: into_member_id })
  expect(member).toMatchObject({ memberId: into_member_id, phones: [{}, {}] })
})

test('what was refused or taken back is not done, and may be asked for again', async () => {
  const { li: owner, wang: other } = people()
  const memberId = await saved('13800131005')
  await erase(owner, memberId)
  expect(await decide(other, 'refuse', await onlyWaiting(other))).toEqual({ success: true })
  await erase(owner, memberId)
  expect(await decide(owner, 'refuse', await onlyWaiting(owner))).toEqual({ success: true })
  expect(await caller.call('yaoquan.member.get', { memberId })).toMatchObject({ member: { state: 'active' } })
  const { events } = await caller.client.listEvents({ afterSeq: 0, limit: 1000 })
  const acts = events.filter(({ kind }) => kind === 'second_person').map(({ after }) => JSON.parse(after ?? '{}').act)
  expect(acts.slice(-4)).toEqual(['asked', 'refused', 'asked', 'withdrawn'])
})

test('a member whom an app erases takes along what was asked for', async () => {
  const { li: owner } = people()
  const memberId = await saved('13800131006')
  await erase(owner, memberId)
  expect(await waitingOf(owner)).toHaveLength(1)
  await caller.call('yaoquan.member.erase', { outRequestNo: newNo(), memberId, reason: '注销' })
  expect(await waitingOf(owner)).toEqual([])
})

test('an app that used the number before keeps nobody from what was approved', async () => {
  const { li: owner, wang: other } = people()
  const memberId = await saved('13800131007')
  await erase(owner, memberId)
  const requestId = await onlyWaiting(owner)
  const taken = { outRequestNo: `second-person ${requestId}`, phone: '13800131008', name: '占号' }
  await caller.call('yaoquan.member.save', taken)
  expect(await decide(other, 'approve', requestId)).toEqual({ success: true })
})

test('what was approved and then refused by a rule is an event', async () => {
  const { li: owner, wang: other } = people()
  const [from_member_id, into_member_id] = [await saved('13800131009'), await saved('13800131010')]
  await owner('member.merge', { out_request_no: newNo(), from_member_id, into_member_id, reason: '同一人' })
  const requestId = await onlyWaiting(owner)
  await caller.call('yaoquan.member.merge', {
    outRequestNo: newNo(),
    fromMemberId: from_member_id,
    intoMemberId: into_member_id,
    reason: '同一人',
  })
  expect(await decide(other, 'approve', requestId)).toMatchObject(refusedWith('MEMBER_MERGED'))
  const { events } = await caller.client.listEvents({ afterSeq: 0, limit: 1000 })
  expect(events.filter(({ kind }) => kind === 'second_person').at(-1)).toMatchObject({
    actor: 'operator:wang.fang',
    after: expect.stringMatching(/"act":"not_done".*"error_code":"MEMBER_MERGED"/),
  })
})

test('approval of templates, and the rule itself, end with another owner only', async () => {
  const { li: owner, wang: other } = people()
  await setRule(owner, { template_approval: true })
  const mixed = { second_person: false, max_per_order: 7 }
  expect(await setRule(owner, mixed)).toMatchObject(refusedWith('ENDED_RULE_ALONE'))
  for (const rule of ['template_approval', 'second_person']) {
    expect(await setRule(owner, { [rule]: false })).toMatchObject(waits)
    expect(await owner('console.policy.get')).toMatchObject({ [rule]: true })
    const requestId = await onlyWaiting(owner)
    expect(await decide(owner, 'approve', requestId)).toMatchObject(refusedWith('REQUEST_IS_OWN'))
    expect(await decide(other, 'approve', requestId)).toEqual({ success: true })
    expect(await owner('console.policy.get')).toMatchObject({ [rule]: false })
  }
})

test('coupons of more face value than one person issues wait for who approves templates', async () => {
  const { li: owner, wang: other, chen: service } = people()
  const terms = { kind: 'cash', couponAmount: '30', validFromDay: 0, validToDay: 30 } as const
  await caller.client.saveTemplate({
    outRequestNo: newNo(),
    template: { couponId: 'T30', couponName: '三十元', ...terms },
  })
  expect(await setRule(owner, { issue_approval: '0' })).toMatchObject({ success: false, field: 'issue_approval' })
  expect(await setRule(owner, { issue_approval: '90' })).toMatchObject({ success: true })
  const member_id = await saved('13800131011')
  const claim = (count: number, more = {}) =>
    service('coupon.claim', { out_request_no: newNo(), coupon_id: 'T30', count, member_id, ...more })
  expect(await claim(3)).toMatchObject({ success: true, coupons: [{}, {}, {}] })
  expect(await claim(4, { dry_run: true })).toMatchObject({ awaits_approval: true, dry_run: true, count: 4 })
  const named = { coupon_id: 'T30', count: 4, phone: '13800131011' }
  expect(await claim(4, { out_request_no: 'FOUR' })).toMatchObject({ ...waits, coupons: [] })
  expect(await service('coupon.claim', { out_request_no: newNo(), ...named })).toBeUndefined()
  const requestId = await onlyWaiting(service)
  expect(await decide(service, 'approve', requestId)).toMatchObject(refusedWith('REQUEST_IS_OWN'))
  const shown = { kind: 'claim-coupons', coupon_id: 'T30', coupon_name: '三十元', count: 4, member_id, own: false }
  expect(await waitingOf(other)).toMatchObject([shown])
  expect(await decide(other, 'approve', requestId)).toEqual({ success: true })
  expect(await service('member.get', { member_id })).toMatchObject({ coupon_count: 7 })

  const coupons = ['H1', 'H2'].map((coupon_code) => ({
    coupon_code,
    coupon_name: '安抚',
    coupon_amount: '50',
    status: '1',
    phone: '13800131011',
    start_date: '2026-11-01',
    end_date: '2026-12-31',
  }))
  expect(await owner('coupon.issue', { out_request_no: newNo(), coupons: coupons.slice(1) })).toMatchObject({
    created_count: 1,
  })
  expect(await owner('coupon.issue', { out_request_no: newNo(), coupons })).toMatchObject({
    ...waits,
    created_count: 0,
  })

  const { job } = await owner('console.job.create', { kind: 'send', coupon_id: 'T30', count: 2 })
  const { job_id } = job as Readonly<{ job_id: string }>
  const phones = ['13800131011', '13800131012']
  expect(await owner('console.job.addItems', { job_id, offset: 0, phones })).toMatchObject({
    job: { awaits_approval: true },
  })
  const { jobs } = await other('console.job.list', { kind: 'send' })
  expect(jobs).toContainEqual(expect.objectContaining({ job_id, state: 'draft', awaits_approval: true }))
  const start = { job_id, confirm_count: 2 }
  expect(await owner('console.job.start', start)).toMatchObject(refusedWith('APPROVER_IS_SUBMITTER'))
  expect(await other('console.job.start', start)).toMatchObject({ job: { state: 'running' } })
})

test('nobody fills the draft of another person, and so starts alone what that person drafted', async () => {
  const { li: owner, wang: other } = people()
  const { job } = await other('console.job.create', { kind: 'send', coupon_id: 'T30', count: 2 })
  const { job_id } = job as Readonly<{ job_id: string }>
  const adding = { job_id, offset: 0, phones: ['13800131013', '13800131014'] }
  expect(await owner('console.job.addItems', adding)).toMatchObject(refusedWith('JOB_OF_OTHER'))
  expect(await other('console.job.addItems', adding)).toMatchObject({ job: { total: 2, awaits_approval: true } })
})

test('the amount is lowered alone, and raised with another owner', async () => {
  const { li: owner, wang: other } = people()
  expect(await setRule(owner, { issue_approval: '60' })).toMatchObject({ success: true })
  expect(await setRule(owner, { issue_approval: 'off' })).toMatchObject(waits)
  expect(await owner('console.policy.get')).toMatchObject({ issue_approval: '60' })
  expect(await decide(other, 'approve', await onlyWaiting(owner))).toEqual({ success: true })
  expect(await owner('console.policy.get')).toMatchObject({ issue_approval: 'off' })
})

test('a developer asks for an app, an owner registers it once, and only that owner sees the secret', async () => {
  const { li: owner, wang: other, chen: service } = people()
  const coder = await person('coder', 'developer')
  const ask = (input: object) => coder('console.app.ask', { out_request_no: newNo(), reason: '小程序上线', ...input })
  expect(await ask({ kind: 'create-app', name: '小程序' })).toBeUndefined()
  expect(await ask({ kind: 'create-app', name: '小程序', preset: 'all' })).toMatchObject({ field: 'preset' })
  expect(await ask({ kind: 'rotate-app', app_key: '99999999' })).toMatchObject(refusedWith('APP_NOT_FOUND'))
  expect(await ask({ kind: 'create-app', name: '小程序', preset: 'till' })).toMatchObject({ success: true })
  expect(await waitingOf(coder)).toMatchObject([{ own: true, kind: 'create-app', preset: 'till' }])
  expect(await waitingOf(service)).toEqual([])
  const request_id = await onlyWaiting(other)
  expect(await decide(other, 'approve', request_id)).toMatchObject(refusedWith('REQUEST_TO_CARRY_OUT'))
  const create = (by: Person, preset = 'till') =>
    by('console.app.create', { out_request_no: newNo(), name: '小程序', preset, request_id })
  expect(await other('console.app.rotate', { app_key: '1', request_id })).toMatchObject(
    refusedWith('REQUEST_NOT_WAITING'),
  )
  const made = await create(other)
  expect(made).toMatchObject({ success: true, app_secret: expect.stringMatching(/^[0-9a-f]{32}$/) })
  expect(await create(other)).toEqual({ ...made, already_done: true })
  expect(await create(owner)).toMatchObject(refusedWith('REQUEST_NOT_WAITING'))
  expect(await create(other, 'erp')).toMatchObject(refusedWith('REQUEST_NOT_WAITING'))
  const { app_key } = made as Readonly<{ app_key: string }>
  const { apps } = (await owner('console.app.list')) as Readonly<{ apps: readonly Readonly<{ name: string }>[] }>
  expect(apps.filter(({ name }) => name === '小程序')).toHaveLength(1)
  expect(await waitingOf(owner)).toEqual([])
  const outcome = { verdict: 'carried-out', decided_by: 'operator:wang.fang', app_key, own: true }
  expect(await waitingOf(coder)).toMatchObject([outcome])
  expect(JSON.stringify(await waitingOf(coder))).not.toContain(String(made['app_secret']))

  expect(await ask({ kind: 'rotate-app', app_key, reason: '离职 13800138000' })).toMatchObject({ success: true })
  const rotation = await onlyWaiting(owner)
  expect(await decide(owner, 'refuse', rotation)).toBeUndefined()
  const refusing = { out_request_no: newNo(), request_id: rotation, reason: '该人未接触密钥' }
  expect(await owner('console.request.refuse', refusing)).toMatchObject({ success: true })
  expect(await waitingOf(coder)).toMatchObject([outcome, { verdict: 'refused', refusal_reason: '该人未接触密钥' }])
  const { events } = await caller.client.listEvents({ afterSeq: 0, limit: 1000 })
  const told = events.filter(({ kind }) => kind === 'second_person').slice(-4)
  const acts = told.map(({ actor, after }) => [actor, JSON.parse(after ?? '{}').act])
  expect(acts).toEqual([
    ['operator:coder', 'asked'],
    ['operator:wang.fang', 'carried_out'],
    ['operator:coder', 'asked'],
    ['operator:li.na', 'refused'],
  ])
  expect(JSON.stringify(told)).not.toContain('13800138000')
})

test('what a developer asks for more grants, or takes back, changes nothing until an owner does it', async () => {
  const { li: owner } = people()
  const coder = await person('coder2', 'developer')
  const app = await owner('console.app.create', { out_request_no: newNo(), name: '收银', preset: 'till' })
  const { app_key } = app as Readonly<{ app_key: string }>
  const ask = (kind: string, preset?: string) =>
    coder('console.app.ask', { out_request_no: newNo(), kind, app_key, preset, reason: '要查会员' })
  await ask('widen-app', 'erp')
  await decide(coder, 'refuse', await onlyWaiting(coder))
  expect(await waitingOf(coder)).toEqual([])
  await ask('widen-app', 'erp')
  const request_id = await onlyWaiting(owner)
  const update = (change: object) => owner('console.app.update', { app_key, request_id, ...change })
  expect(await update({ enabled: true })).toMatchObject(refusedWith('REQUEST_NOT_WAITING'))
  expect(await update({ preset: 'erp' })).toMatchObject({ success: true })
  expect(await waitingOf(coder)).toMatchObject([{ verdict: 'carried-out', app_key }])
  expect(await coder('console.app.list')).toMatchObject({
    apps: expect.arrayContaining([expect.objectContaining({ app_key, preset: 'erp' })]),
  })
})

test('of two owners at once one registers the app, and the developer is told who, and which grants it got', async () => {
  const { li: owner, wang: other } = people()
  const coder = await person('coder3', 'developer')
  const ask = (input: object) => coder('console.app.ask', { out_request_no: newNo(), reason: '对账', ...input })
  await ask({ kind: 'create-app', name: '对账', preset: 'till' })
  const request_id = await onlyWaiting(coder)
  // The developer knows the id of the request: no number that it makes of it stands in the way.
  await ask({ out_request_no: `request ${request_id}`, kind: 'create-app', name: '占号', preset: 'till' })
  const create = (by: Person) => by('console.app.create', { name: '对账', preset: 'erp', request_id })
  const answers = await Promise.all([create(owner), create(other)])
  const winner = answers.findIndex(({ success }) => success)
  expect(answers[1 - winner]).toMatchObject(refusedWith('REQUEST_NOT_WAITING'))
  const decided_by = ['operator:li.na', 'operator:wang.fang'][winner]
  const outcome = { verdict: 'carried-out', decided_by, app_key: answers[winner]?.['app_key'], preset: 'erp' }
  expect(await waitingOf(coder)).toMatchObject([outcome, { name: '占号' }])
  const { events } = await caller.client.listEvents({ afterSeq: 0, limit: 1000 })
  const told = events.flatMap(({ kind, after }) => (kind === 'second_person' ? [JSON.parse(after ?? '{}')] : []))
  const carriedOut = told.filter((one) => one.request_id === request_id && one.act === 'carried_out')
  expect(carriedOut).toMatchObject([{ preset: 'erp', app_key: outcome.app_key }])
})

test('the reason of a developer opens no text that the store sealed', async () => {
  const coder = await person('coder4', 'developer')
  const reason = '\u00011'
  await coder('console.app.ask', { out_request_no: newNo(), kind: 'create-app', name: '报表', preset: 'till', reason })
  const { events } = await caller.client.listEvents({ afterSeq: 0, limit: 1000 })
  const told = events.filter(({ kind, actor }) => kind === 'second_person' && actor === 'operator:coder4')
  expect(told.map(({ after }) => JSON.parse(after ?? '{}').reason)).toEqual([reason])
})
