import { open } from 'node:fs/promises'

/** Coupons whose members have two of them each. */
const rowsPerBlock = 2_000_000

/** Writes coupons of a seller as a file that `import` reads. Numbers are from 0. */
export async function writeCoupons(file: string, from: number, to: number): Promise<void> {
  const written = await open(file, 'w')
  await written.write(columns)
  for (let first = from; first < to; first += 10_000) {
    const size = Math.min(10_000, to - first)
    await written.write(Array.from({ length: size }, (_, place) => rowOf(first + place)).join(''))
  }
  await written.close()
}

/** Two coupons a member, each member with a phone; every other coupon has ended; 70 % are in one channel. */
function rowOf(number: number): string {
  const end = number % 2 === 0 ? '2026-06-30' : '2027-12-31'
  const channel = number % 10 < 7 ? 'erp' : number % 10 < 9 ? 'wechat' : '线下门店'
  const terms = `满199减99,${channel},${phoneOf(number)},99,199,2026-01-01,${end},2026-01-01,全场通用,"01,02","1001,10012"`
  return `${codeOf(number)},T${number % 50},${terms}\n`
}

const columns =
  'coupon_code,coupon_id,coupon_name,channel,phone,coupon_amount,order_amount,start_date,end_date,bill_date,describe,shop,category\n'

export function codeOf(number: number): string {
  return `G${100_000_000 + number}`
}

/** The phone of the member with a coupon. The two coupons of a member are far apart. */
export function phoneOf(number: number): string {
  const members = rowsPerBlock / 2
  const member = Math.floor(number / rowsPerBlock) * members + (((number % members) * 7919) % members)
  return `139${String(member).padStart(8, '0')}`
}
