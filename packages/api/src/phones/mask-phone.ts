/** A phone number with its middle hidden: `186****5668`. Shorter or longer ones keep their last two digits at most. */
export function maskPhone(phone: string): string {
  if (/^\d{11}$/.test(phone)) return `${phone.slice(0, 3)}****${phone.slice(-4)}`
  return phone === '' ? '' : `****${phone.length > 4 ? phone.slice(-2) : ''}`
}
