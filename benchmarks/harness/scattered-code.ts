/** A coupon code, scattered like real codes, so that inserts touch the whole key of codes. */
export function scatteredCode(number: number): string {
  return `C${(Math.imul(number, 2_654_435_761) >>> 0).toString(16).padStart(9, '0')}`
}
