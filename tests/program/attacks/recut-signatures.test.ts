import { type MethodDefinition, methods } from '@yaoquan/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CapturedCall, sendCaptured, signedCall, swallowing } from '../../harness/cut-calls.ts'
import { type LifecycleClient, lifecycleClient } from '../../harness/lifecycle-client.ts'
import { startTestServer, type TestServer, testApp } from '../../harness/test-server.ts'
import { couponLines, upload, uploadUrl } from '../../harness/upload.ts'

let server: TestServer
let lifecycle: LifecycleClient

beforeAll(async () => {
  server = await startTestServer(async (administration) => {
    await administration.createSeller({ sellerId: '222', name: '另一连锁' })
    const names = { name: 'two chains', appKey: 'two', appSecret: testApp.appSecret }
    await administration.createApp({ ...names, sellerIds: ['111', '222'], allowedIps: [] })
    for (const sellerId of ['111', '222']) {
      await administration.createSession({ appKey: 'two', sellerId, days: 36_500, token: `sess-${sellerId}` })
    }
  })
  lifecycle = lifecycleClient(server)
  const template = { couponId: 'T', couponName: '10元券', kind: 'cash', couponAmount: '10' } as const
  await lifecycle.call('yaoquan.template.save', {
    outRequestNo: 'save-T',
    template: { ...template, validFromDay: 0, validToDay: 29 },
  })
})

afterAll(() => server.close())

const reused = /"code":25,.*"sub_code":"isv\.signature-reused"/
let numbers = 0

function newNo(): string {
  numbers += 1
  return `cut-${numbers}`
}

function claimOf(outRequestNo: string): Record<string, string> {
  return { method: 'yaoquan.coupon.claim', coupon_id: 'T', card_no: 'C1', out_request_no: outRequestNo }
}

async function send(call: CapturedCall): Promise<string> {
  return (await sendCaptured(server.url, call)).join('|')
}

async function countEvents(): Promise<number> {
  return Number((await lifecycle.call('yaoquan.event.list', { limit: 1 }))['newestSeq'])
}

/** @returns the answers to an attack, which wrote nothing */
async function attack(call: CapturedCall): Promise<string> {
  const before = await countEvents()
  const answer = await send(call)
  expect(await countEvents()).toBe(before)
  return answer
}

describe('a captured signature', () => {
  it('does no second claim under a number that swallowed partner_id', async () => {
    const claim = signedCall({ ...claimOf(newNo()), partner_id: 'top-sdk-java' })
    expect(await send(claim)).toContain('"success":true')
    const cut = swallowing(claim, 'out_request_no', 'partner_id')
    expect(await attack(cut)).toMatch(reused)
    expect(await attack({ ...cut, path: '//router/rest/' })).toMatch(reused)
    const { sign = '', ...others } = cut.parameters
    expect(await attack({ ...cut, parameters: { ...others, sign: sign.toLowerCase() } })).toMatch(reused)
  })

  it('says what is wrong, so that an honest caller could mend it', async () => {
    const claim = signedCall({ ...claimOf(newNo()), partner_id: 'p' })
    await send(claim)
    expect(await attack(swallowing(claim, 'out_request_no', 'partner_id'))).toContain('该签名已用于另一次调用')
  })

  it('of a batch does nothing with another separator', async () => {
    const [first, second] = [newNo(), newNo()]
    const text = (no: string) => new URLSearchParams(claimOf(no)).toString()
    const batch = signedCall({}, { body: `${text(first)}\r\n-S-\r\n${text(second)}` })
    const answers = await sendCaptured(server.url, batch)
    expect(answers).toEqual([expect.stringContaining('"success":true'), expect.stringContaining('"success":true')])
    // Cut at the number's last letter: the first call has a shorter number.
    expect(await attack({ ...batch, separator: first.slice(-1) })).toMatch(reused)
    expect(await attack({ ...batch, separator: '-S-' })).toMatch(reused)
    expect(await send(batch)).toMatch(/already_done":true.*\|.*already_done":true/)
  })

  it('of a batch does nothing more when it is cut into more calls, or when the batch began with a read', async () => {
    const no = newNo()
    const text = new URLSearchParams(claimOf(no)).toString()
    const batch = signedCall({}, { body: `method=taobao.time.get!${text}`, separator: '!' })
    expect(await sendCaptured(server.url, batch)).toEqual([
      expect.stringContaining('time_get_response'),
      expect.stringContaining('"success":true'),
    ])
    for (const separator of ['&', 'out_request_no=c', '.get!', 'ut-']) {
      await attack({ ...batch, separator })
    }
    const { separator: _, ...plain } = batch
    const shared = signedCall({}, { body: `#PUBLIC#${text}x=;N;N`, separator: ';' })
    expect(await send(shared)).toMatch(/"success":true.*already_done":true/)
    expect(await attack({ ...shared, separator: ';N' })).toMatch(reused)
    await attack(plain)
  })

  it('of a call does nothing as a batch', async () => {
    const claim = signedCall({ ...claimOf(newNo()), partner_id: 'p' })
    await send(claim)
    const { v: _, ...envelope } = claim.parameters
    const asBatch = { ...claim, path: '/router/batch', parameters: envelope, body: 'v2.0' }
    expect(await attack(asBatch)).toMatch(reused)
    expect(await attack(swallowing(asBatch, 'out_request_no', 'partner_id'))).toMatch(reused)
  })

  it('of a call with a JSON body does nothing as a batch or with a part of the body', async () => {
    const { method = '', out_request_no, ...business } = claimOf(newNo())
    const body = JSON.stringify({ out_request_no, ...business, note: `&${new URLSearchParams(claimOf(newNo()))}` })
    const { path: _, ...signed } = signedCall({ method }, { body })
    const json = { ...signed, path: '/router/rest', contentType: 'application/json' }
    expect(await send(json)).toMatch(/"success":true|"code":/)
    expect(await attack({ ...json, path: '/router/batch', separator: '&' })).toMatch(reused)
    expect(await send(json)).not.toMatch(reused)
  })

  it('does nothing as a batch even before the call was sent again, and then the call itself is refused', async () => {
    const claim = signedCall(claimOf(newNo()))
    const { v: _, ...envelope } = claim.parameters
    expect(await send({ ...claim, path: '/router/batch', parameters: envelope, body: 'v2.0' })).toContain(
      'success":true',
    )
    expect(await attack(claim)).toMatch(reused)
  })

  it('of a batch for one chain does not write for another when its sessions are cut away', async () => {
    const claim = new URLSearchParams({ ...claimOf(newNo()), session: 'sess-222' }).toString()
    const batch = signedCall({ session: 'sess-111' }, { appKey: 'two', body: claim })
    expect(await send(batch)).toContain('TEMPLATE_NOT_FOUND')
    expect(await attack({ ...batch, separator: '&session=sess-222' })).toMatch(reused)
    expect(await send(batch)).toContain('TEMPLATE_NOT_FOUND')
  })

  it('does no write after its call was refused by a rule', async () => {
    const claim = signedCall({ ...claimOf(newNo()), coupon_id: 'none', partner_id: 'p' })
    expect(await send(claim)).toContain('TEMPLATE_NOT_FOUND')
    expect(await attack(swallowing(claim, 'out_request_no', 'partner_id'))).toMatch(reused)
    expect(await attack(swallowing(claim, 'coupon_id', 'format'))).toContain('<code>25</code>')
  })

  it('does no write after its call was answered for an earlier one, or conflicted with it', async () => {
    const outRequestNo = newNo()
    await send(signedCall({ ...claimOf(outRequestNo), partner_id: 'p' }))
    for (const [changes, answer] of [
      [{ timestamp: '2026-11-24 22:29:01' }, 'already_done":true'],
      [{ card_no: 'C2' }, 'IDEMPOTENT_CONFLICT'],
    ] as const) {
      const again = signedCall({ ...claimOf(outRequestNo), partner_id: 'p', ...changes })
      expect(await send(again)).toContain(answer)
      expect(await attack(swallowing(again, 'out_request_no', 'partner_id'))).toMatch(reused)
    }
  })

  it('of a refused session does no write without it', async () => {
    const claim = signedCall({ ...claimOf(newNo()), partner_id: 'p', session: 'expired' })
    expect(await send(claim)).toContain('"code":27')
    expect(await attack(swallowing(claim, 'partner_id', 'session'))).toMatch(reused)
  })
})

it('of an upload brings no second body in under another number', async () => {
  const lines = couponLines(3, 'cut-upload-')
  const named = { timestamp: '2026-11-24 22:29:00', out_request_no: newNo(), partner_id: 'p' }
  const address = new URL(uploadUrl(server.url, lines, named))
  const cut = new URL(address)
  cut.searchParams.set('out_request_no', `${named.out_request_no}partner_idp`)
  cut.searchParams.delete('partner_id')
  expect((await upload(address.href, lines)).lines.at(-1)).toMatchObject({ success: true, created: 3 })
  const refused = await upload(cut.href, lines)
  expect([refused.status, JSON.stringify(refused.lines)]).toEqual([401, expect.stringMatching(reused)])
  expect((await upload(address.href, lines)).lines.at(-1)).toMatchObject({ success: true })
})

const writes = Object.values<MethodDefinition>(methods).filter(({ effect }) => effect === 'write')

it.each(
  writes.map(({ name, request }) => [name, Object.values(request).filter(({ required }) => required).length] as const),
)('a refused call of %s leaves its signature to nothing else', async (method, required) => {
  // Where the number is all that is required, a value that is too long is refused.
  const broken = required === 1 ? { phone: '1'.repeat(65) } : {}
  const call = signedCall({ method, out_request_no: newNo(), partner_id: 'p', ...broken })
  expect(await send(call)).toMatch(/"code":4[01]/)
  expect(await attack(swallowing(call, 'out_request_no', 'partner_id'))).toMatch(reused)
  expect(await send(call)).toMatch(/"code":4[01]/)
})

it('a template refused by its terms leaves its signature to nothing else', async () => {
  const template = '{"coupon_id":"B","coupon_name":"b","kind":"cash","coupon_amount":"-1"}'
  const call = signedCall({ method: 'yaoquan.template.save', template, out_request_no: newNo(), partner_id: 'p' })
  expect(await send(call)).toContain('INVALID_TEMPLATE')
  expect(await attack(swallowing(call, 'out_request_no', 'partner_id'))).toMatch(reused)
})

describe('an honest caller', () => {
  it('repeats byte for byte, at once or later, and gets the first answer', async () => {
    const claim = signedCall({ ...claimOf(newNo()), partner_id: 'top-sdk-java' })
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(claim)))
    expect(answers.filter((answer) => !answer.includes('already_done'))).toHaveLength(1)
    for (const answer of answers) expect(answer).toContain('"success":true')
    expect(await send({ ...claim, path: '/router/rest/' })).toContain('already_done":true')
  })

  /** JAVA21 AutoRetryTaobaoClient signs each attempt with the time of that attempt, so two in one second are equal. */
  it('retries as AutoRetry does: signed anew, or equal within one second', async () => {
    const parameters = { ...claimOf(newNo()), partner_id: 'top-sdk-java' }
    const attempts = ['22:29:00', '22:29:00', '22:29:01'].map((time) =>
      signedCall({ ...parameters, timestamp: `2026-11-24 ${time}` }),
    )
    const answers: string[] = []
    for (const attempt of attempts) answers.push(await send(attempt))
    expect(answers.map((answer) => answer.includes('already_done'))).toEqual([false, true, true])
  })

  it('repeats a refused call, which may succeed later', async () => {
    await lifecycle.call('yaoquan.coupon.issue', { outRequestNo: newNo(), coupons: [{ couponCode: 'held' }] })
    await lifecycle.call('yaoquan.coupon.hold', {
      outRequestNo: newNo(),
      couponCode: 'held',
      orderId: 'A',
      ttlSeconds: 900,
    })
    const redeem = signedCall({
      method: 'yaoquan.coupon.redeem',
      coupon_code: 'held',
      order_id: 'B',
      out_request_no: newNo(),
    })
    expect(await send(redeem)).toContain('COUPON_HELD')
    expect(await send(redeem)).toContain('COUPON_HELD')
    await lifecycle.call('yaoquan.coupon.release', { outRequestNo: newNo(), couponCode: 'held', orderId: 'A' })
    expect(await send(redeem)).toContain('"success":true')
    expect(await send(redeem)).toContain('already_done":true')
  })
})
