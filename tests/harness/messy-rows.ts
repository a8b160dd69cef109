import type { Random } from './seeded-random.ts'

/** A cell as a person left it: a text, a number, or a day that Excel shows as one. */
export type MessyCell = string | number | Readonly<{ day: string }>

/** What a person meant by a coupon, as it is stored. */
export type MeantCoupon = Readonly<Record<string, string>>

/**
 * A row, and what a person meant by it. `good`: it is in after the first round. `mend`: it is wrong, and `mended` is the row as the
 * person writes it then. `answer`: it is in once a question is answered. `nothing`: a note, a blank row or a repetition.
 */
export type MessyRow = Readonly<{ cells: readonly MessyCell[] }> &
  (
    | Readonly<{ kind: 'good' | 'answer'; coupon: MeantCoupon }>
    | Readonly<{ kind: 'mend'; mended: readonly MessyCell[]; coupon: MeantCoupon }>
    | Readonly<{ kind: 'nothing' }>
  )

/** The titles that a manager of shops wrote; the first rows above them are notes. */
export const messyTitles = [
  '序号',
  '券码',
  '券名',
  '手机',
  '会员卡号',
  '面额',
  '满',
  '生效日期',
  '到期日',
  '适用门店',
  '备注',
]

export const messyNotes: readonly (readonly string[])[] = [['2026年双十一发券表'], ['说明：各店核对后交总部']]

/** Rows as shops send them, the same for the same randomness. */
export function messyRows(count: number, random: Random): readonly MessyRow[] {
  const rows: MessyRow[] = []
  for (let place = 0; rows.length < count; place += 1) rows.push(anyRow(place, rows, random))
  return rows
}

function anyRow(place: number, before: readonly MessyRow[], random: Random): MessyRow {
  const chance = random.below(100)
  const coupon = anyCoupon(place, random)
  if (chance < 80) return { kind: 'good', coupon, cells: typed(coupon, place, random) }
  if (chance < 90) return mistaken(coupon, place, random)
  if (chance < 96) return unanswered(coupon, place, random)
  return ofNothing(before, random)
}

function anyCoupon(place: number, random: Random): MeantCoupon {
  const start = dayAt(random.below(60))
  return {
    couponCode: `SX${String(place).padStart(6, '0')}`,
    couponName: `满${random.below(5) + 1}00减${random.below(9) + 1}0`,
    phone: `1${3 + random.below(7)}${String(place).padStart(9, '0')}`,
    ...(random.chance(0.3) ? { cardNo: `${880_000_000_000 + place}` } : {}),
    couponAmount: random.of(['20', '20.5', '1000', '9.9', '99']),
    orderAmount: random.of(['199', '1234', '0', '99.99']),
    startDate: start,
    endDate: dayAt(90 + random.below(60)),
    shop: random.of(['01', '01,02', 'S1,S2,S3']),
  }
}

/** Days from 2026-10-13 on: the days of its first months are written with one digit and with two. */
function dayAt(days: number): string {
  return new Date(Date.UTC(2026, 9, 13 + days)).toISOString().slice(0, 10)
}

type Cells = Readonly<Record<string, MessyCell | undefined>>

/** A coupon as people type it. @param changed cells that are typed otherwise */
function typed(coupon: MeantCoupon, place: number, random: Random, changed: Cells = {}): readonly MessyCell[] {
  const { couponCode, couponName, phone = '', cardNo = '', couponAmount = '', orderAmount = '' } = coupon
  const { startDate = '', endDate = '', shop = '' } = coupon
  const cells: Cells = {
    couponCode,
    couponName,
    phone: typedPhone(phone, random),
    cardNo,
    couponAmount: typedAmount(couponAmount, random),
    orderAmount: typedAmount(orderAmount, random),
    startDate: typedDay(startDate, random),
    endDate: typedDay(endDate, random),
    shop: random.chance(0.5) ? shop.replaceAll(',', '，') : shop.replaceAll(',', '、'),
    ...changed,
  }
  const note = random.chance(0.2) ? '店长已核对' : ''
  return [place + 1, ...fields.map((field) => cells[field] ?? ''), note]
}

const fields = 'couponCode couponName phone cardNo couponAmount orderAmount startDate endDate shop'.split(' ')

function typedPhone(phone: string, random: Random): MessyCell {
  if (phone === '') return ''
  const [first, second, third] = [phone.slice(0, 3), phone.slice(3, 7), phone.slice(7)]
  return random.of<MessyCell>([
    phone,
    Number(phone),
    `${first} ${second} ${third}`,
    `+86-${phone}`,
    `${first}-${second}-${third}`,
  ])
}

function typedAmount(yuan: string, random: Random): MessyCell {
  const [whole = '', decimals] = yuan.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  const text = decimals === undefined ? grouped : `${grouped}.${decimals}`
  return random.of<MessyCell>([yuan, Number(yuan), `¥${Number(yuan).toFixed(2)}`, text, `${yuan}元`, `￥${text}`])
}

function typedDay(day: string, random: Random): MessyCell {
  const [year = '', month = '', date = ''] = day.split('-')
  const [m, d] = [Number(month), Number(date)]
  const serial = Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000) + 25_569
  return random.of<MessyCell>([
    day,
    `${year}/${m}/${d}`,
    `${year}年${m}月${d}日`,
    `${year}.${m}.${d}`,
    serial,
    String(serial),
    `${year}/${m}/${d} 23:59:59`,
    { day },
  ])
}

function mistaken(coupon: MeantCoupon, place: number, random: Random): MessyRow {
  const { phone = '', startDate = '' } = coupon
  const mistakes: readonly Cells[] = [
    { phone: phone.slice(0, 10) },
    { phone: `="${phone}"` },
    { phone: `${phone}/13900139000` },
    { phone: `${phone.slice(0, 3)}****${phone.slice(-4)}` },
    { cardNo: '6.22202E+18' },
    { couponAmount: '二十' },
    { couponAmount: '1,00' },
    { endDate: '2026-02-30' },
    { endDate: '年底' },
    { endDate: startDate.replace(/^2026|^2027/, '2025') },
    { couponCode: '' },
    { couponCode: `${coupon['couponCode']},` },
    { phone: phone.slice(0, 10), couponAmount: '二十', endDate: '2026/13/1' },
  ]
  const cells = typed(coupon, place, random, random.of(mistakes))
  return { kind: 'mend', coupon, cells, mended: typed(coupon, place, random) }
}

function unanswered(coupon: MeantCoupon, place: number, random: Random): MessyRow {
  const { phone: _, cardNo: __, ...bearer } = coupon
  const zero = { ...coupon, couponAmount: '0' }
  const dayFirst = { ...coupon, endDate: '2026-12-11' }
  const early = { ...dayFirst, startDate: '2026-10-20' }
  return random.of<MessyRow>([
    { kind: 'answer', coupon: bearer, cells: typed(bearer, place, random) },
    { kind: 'answer', coupon: zero, cells: typed(zero, place, random) },
    { kind: 'answer', coupon: early, cells: typed(early, place, random, { endDate: '11/12/2026' }) },
  ])
}

function ofNothing(before: readonly MessyRow[], random: Random): MessyRow {
  const good = before.filter(({ kind }) => kind === 'good').at(-1)
  return random.of<MessyRow>([
    { kind: 'nothing', cells: [] },
    { kind: 'nothing', cells: ['', '合计', '', '', '', '¥12,345.00'] },
    { kind: 'nothing', cells: ['', '注：以上为第一批'] },
    { kind: 'nothing', cells: good?.cells ?? [] },
    { kind: 'nothing', cells: good === undefined ? [] : withOtherAmount(good.cells) },
  ])
}

/** The code of a coupon again, with other contents. */
function withOtherAmount(cells: readonly MessyCell[]): readonly MessyCell[] {
  return cells.map((cell, index) => (messyTitles[index] === '面额' ? '77' : cell))
}
