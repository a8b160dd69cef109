/** Masks a phone number: `186****5668`. Of a number that has not 11 digits at most the last two characters are shown. */
export function maskPhone(phone: string): string {
  if (/^\d{11}$/.test(phone)) return `${phone.slice(0, 3)}****${phone.slice(-4)}`
  return phone === '' ? '' : `****${phone.length > 4 ? phone.slice(-2) : ''}`
}
