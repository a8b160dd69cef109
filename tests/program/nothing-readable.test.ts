import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditedSeller } from '../harness/audited-seller.ts'
import { filesBelow, findValues } from '../harness/nine-encodings.ts'
import { type CliServer, runCli, serveCli } from '../harness/run-cli.ts'
import { testApp } from '../harness/test-server.ts'

/** Of each way in. In a soak run there are 10,000 values in all. */
const people = process.env['YAOQUAN_SOAK'] === undefined ? 40 : 450
const ways = ['import', 'upload', 'issue', 'claim'] as const
type Way = (typeof ways)[number]

/** Somebody whose data comes in on one way. */
type Person = Readonly<{
  couponCode: string
  phone: string
  cardNo: string
  name: string
  attribute: string
  orderId: string
  reason: string
  /** What must be found nowhere. */
  values: readonly string[]
}>

const closingReason = '门店重名，关闭模板'

let folder: string
let dataDir: string
let server: CliServer
let client: TopClient
const backups = () => join(folder, 'backups')
const temporary = () => join(folder, 'temporary')
const everybody = new Map(
  ways.map((way, place) => [way, Array.from({ length: people }, (_, of) => personOf(way, place * people + of))]),
)
const all = [...everybody.values()].flat()

/** Digits that are spread, so that no value is found by chance. */
function personOf(way: Way, number: number): Person {
  const digits = String((number * 7_368_787 + 31_415_926) % 100_000_000).padStart(8, '0')
  const [phone, cardNo] = [`139${digits}`, `HY${digits}${digits.slice(0, 4)}77`]
  const name = `欧阳${digits}娜`
  const reason = `收银${digits}退错`
  const attribute = `{ "lastName":"诸葛${digits}" , "note":"\u0000é💊" }`
  // By turns a phone inside, a phone itself, and a phone in groups.
  const orderId =
    [`SO-${phone}`, phone, `+86 ${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`][number % 3] ?? ''
  const values = [phone, cardNo, name, `诸葛${digits}`, reason, orderId]
  return {
    couponCode: `${way}-${number}`,
    phone,
    cardNo,
    name,
    attribute,
    orderId,
    reason,
    values: [...new Set(values)],
  }
}

const peopleOf = (way: Way): readonly Person[] => everybody.get(way) ?? []
const couponOf = ({ couponCode, phone, cardNo, attribute }: Person) => ({
  couponCode,
  phone,
  cardNo,
  attribute,
  endDate: '2099-12-31',
})

/** An order that names its buyer in every way, some in members that nobody declared. */
function orderOf({ couponCode, phone, cardNo, name, attribute, orderId }: Person) {
  const line = { goodsId: '1', title: '感冒灵颗粒', price: 600, actualTotalFee: 1000, attributes: `{${name}}` }
  const order = { orderId, phone, cardNo, attributes: attribute, coupons: [{ couponCode, couponName: '10元券' }] }
  return {
    ...order,
    actualTotalFee: 1000,
    createTime: '2026-11-24 10:00:00',
    details: [line],
    orderStatus: 'paid',
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-readable-'))
  dataDir = join(folder, 'data')
  await mkdir(temporary())
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId: '111', name: 'readable' })
  const grants = { preset: 'full', allowed: [], denied: [] }
  await administration.createApp({ name: 'test', sellerIds: ['111'], grants, ...testApp })
  await administration.close()
  server = await serveCli(['--data', dataDir, '--log-level', 'debug'], { TMPDIR: temporary() })
  client = new TopClient({ url: `${server.url}/router/rest`, ...testApp })
})
afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function putIn(): Promise<void> {
  const sourceFolder = await mkdtemp(join(tmpdir(), 'yaoquan-source-'))
  const source = join(sourceFolder, 'coupons.ndjson')
  const lines = peopleOf('import').map((person) => {
    const { couponCode: coupon_code, phone, cardNo: card_no, attribute, endDate: end_date } = couponOf(person)
    return JSON.stringify({ coupon_code, phone, card_no, attribute, end_date })
  })
  await writeFile(source, lines.join('\n'))
  const imported = await runCli(['import', source, '--data', dataDir, '--seller', '111'], { TMPDIR: temporary() })
  await rm(sourceFolder, { recursive: true })
  expect([imported.code, imported.stderr]).toEqual([0, expect.any(String)])
  for await (const event of client.uploadCoupons(peopleOf('upload').map(couponOf), { outRequestNo: 'upload' })) {
    expect(event.kind).toBe('progress')
  }
  await client.issueCoupons({ outRequestNo: 'issue', coupons: peopleOf('issue').map(couponOf) })
  const template = { couponId: 'T', couponName: '10元券', kind: 'cash', couponAmount: '10', validToDay: 29 } as const
  await client.saveTemplate({ outRequestNo: 'save', template })
  await client.saveTemplate({ outRequestNo: 'save C', template: { ...template, couponId: 'C' } })
}

/** What happens to the coupon of one person. */
async function liveThrough(person: Person, place: number): Promise<void> {
  const { couponCode, phone, name, orderId, reason } = person
  const number = (step: string) => (step === 'hold' && orderId === phone ? phone : `${step} ${place} ${phone}`)
  await client.saveMember({ outRequestNo: number('member'), phone, name })
  if (place % 4 === 3) {
    await client.voidCoupons({ outRequestNo: number('void'), couponCodes: [couponCode], reason })
    return
  }
  if (place % 4 === 0) {
    expect(await client.syncOrder(orderOf(person))).toMatchObject({ coupons: [{ outcome: 'redeemed' }] })
    return
  }
  await client.holdCoupon({ outRequestNo: number('hold'), couponCode, orderId, ttlSeconds: 600 })
  const redeem = { outRequestNo: number('redeem'), couponCode, orderId }
  const { redemptionId = '' } = await client.redeemCoupon(redeem)
  expect(await client.redeemCoupon(redeem)).toMatchObject({ redemptionId, alreadyDone: true })
  if (place % 4 === 2) await client.returnCoupon({ outRequestNo: number('return'), redemptionId, reason })
}

it('what people are known by is nowhere in the files, and comes back byte for byte', async () => {
  await putIn()
  const claimed: Person[] = []
  for (const person of peopleOf('claim')) {
    const { phone, cardNo } = person
    const { coupons = [] } = await client.claimCoupons({
      outRequestNo: `claim ${phone}`,
      couponId: 'T',
      phone,
      cardNo,
    })
    claimed.push({ ...person, couponCode: String(coupons[0]?.couponCode) })
  }
  const lived = [...all.filter(({ couponCode }) => !couponCode.startsWith('claim')), ...claimed]
  for (const [place, person] of lived.entries()) await liveThrough(person, place)
  await client.closeTemplate({ outRequestNo: 'close', couponId: 'C', reason: closingReason })

  const searched = () => [
    ...filesBelow(folder),
    { place: 'log', content: Buffer.from(server.stdout() + server.stderr()) },
  ]
  const values = [...all.flatMap((person) => person.values), closingReason]
  expect((await runCli(['backup', backups(), '--data', dataDir])).code).toBe(0)
  const places = searched().map(({ place }) => place)
  for (const part of ['yaoquan.db', 'yaoquan.db-wal', 'backups']) expect(places.join()).toContain(part)
  expect(findValues(values, searched())).toEqual([])

  for (const [place, person] of lived.entries()) await expectBack(person, place)
  expect((await auditedSeller({ dataDir }))?.kind).toBe('intact')
  const { events } = await client.listEvents({ afterSeq: 0, limit: 1000 })
  expect(events.length).toBeGreaterThanOrEqual(Math.min(1000, all.length))
  expect(findValues(values, searched())).toEqual([])
})

async function expectBack(
  { couponCode, phone, cardNo, name, attribute, orderId, reason }: Person,
  place: number,
): Promise<void> {
  const step = place % 4
  const { coupon, timeline } = await client.getCoupon({ couponCode })
  const isClaimed = couponCode.includes('-') === false
  expect(coupon).toMatchObject({ phone, cardNo, ...(isClaimed ? {} : { attribute }) })
  const texts = timeline.map(({ after }) => JSON.parse(after ?? '{}'))
  if (step === 3) expect(texts.at(-1)).toMatchObject({ state: 'void', reason })
  if (step < 2) expect(coupon).toMatchObject({ orderId })
  if (step === 0) await expectOrderBack({ phone, cardNo, attribute, name, orderId })
  if (step === 1 || step === 2) expect(texts.slice(1, 3).map((text) => text.order_id)).toEqual([orderId, orderId])
  if (step === 2) expect(texts.at(-1)).toMatchObject({ reason })
  const { members } = await client.getMember({ phone }).then((member) => ({ members: JSON.stringify(member) }))
  expect(members).toContain(name)
}

async function expectOrderBack({
  phone,
  cardNo,
  attribute,
  name,
  orderId,
}: Omit<Person, 'reason' | 'couponCode' | 'values'>) {
  const { order } = await client.getOrder({ orderId })
  expect(order).toMatchObject({ orderId, phone, cardNo })
  const sent = JSON.parse(order?.sentText ?? '{}')
  expect(sent).toMatchObject({ attributes: attribute, details: [{ attributes: `{${name}}` }] })
}

it('the search itself finds a value in each of nine encodings', () => {
  const value = '诸葛12345678'
  const utf16 = Buffer.from(value, 'utf16le')
  const escaped = value.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`)
  const utf8 = Buffer.from(value)
  const spelled: readonly (readonly [string, Buffer | string])[] = [
    ['utf8', utf8],
    ['utf16le', utf16],
    ['utf16be', Buffer.from(utf16).swap16()],
    ...['', 'a', 'ab'].map((before) => ['base64', Buffer.from(`${before}${value}xyz`).toString('base64')] as const),
    ['base64url', Buffer.from(`??>${value}`).toString('base64url')],
    ['hex', utf8.toString('hex')],
    ['HEX', utf8.toString('hex').toUpperCase()],
    ['percent', encodeURIComponent(value)],
    ['unicode escapes', escaped],
  ]
  for (const [encoding, text] of spelled) {
    const content = Buffer.concat([Buffer.from('before '), Buffer.from(text), Buffer.from(' after')])
    expect([encoding, findValues([value], [{ place: 'file', content }]).length]).toEqual([encoding, 1])
  }
})
