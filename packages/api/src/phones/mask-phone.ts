/**
 * Masks a phone number: `186****5668`. Of a number that has not 11 digits at most the last two characters are shown. One that is
 * masked already, as an app without full phones gets it, stays as it is.
 */
export function maskPhone(phone: string): string {
  if (/^\d{11}$/.test(phone)) return `${phone.slice(0, 3)}****${phone.slice(-4)}`
  if (/^\d{3}\*{4}\d{4}$/.test(phone) || /^\*{4}.{0,2}$/.test(phone)) return phone
  return phone === '' ? '' : `****${phone.length > 4 ? phone.slice(-2) : ''}`
}
