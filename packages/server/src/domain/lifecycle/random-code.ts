import type { Written } from './lifecycle-store.ts'

/** Letters and digits without 0 O, 1 I L, U V, so that codes can be read aloud and typed from paper. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const codeLength = 16
/** Bytes from here on are discarded, or the first letters would occur more often. */
const fairBytes = 256 - (256 % alphabet.length)

/**
 * A code that cannot be guessed: 15 random letters (73 bits) and a check letter, which reveals one wrong letter and nearly every swap
 * of neighbours.
 * @param randomBytes returns that many bytes of a cryptographic source
 */
export function newRandomCode(randomBytes: (size: number) => Uint8Array): string {
  return completed('', randomBytes)
}

/**
 * An id of the same form that begins with the time in steps of 10 s, so that the rows of a moment are neighbours under their key: with
 * random ids, every redemption writes another page. 9 letters (44 bits) are random.
 * @param nowMs epoch milliseconds, until the year 2200
 * @param randomBytes as for `newRandomCode`
 */
export function newTimedCode(nowMs: number, randomBytes: (size: number) => Uint8Array): string {
  let letters = ''
  let rest = Math.floor(nowMs / stepMs)
  while (letters.length < timeLetters) {
    letters = alphabet.charAt(rest % alphabet.length) + letters
    rest = Math.floor(rest / alphabet.length)
  }
  return completed(letters, randomBytes)
}

const stepMs = 10_000
const timeLetters = 6

/** Adds random letters and the check letter. */
function completed(first: string, randomBytes: (size: number) => Uint8Array): string {
  let letters = first
  while (letters.length < codeLength - 1) {
    for (const byte of randomBytes(codeLength)) {
      if (byte < fairBytes && letters.length < codeLength - 1) letters += alphabet.charAt(byte % alphabet.length)
    }
  }
  return letters + checkLetter(letters)
}

/** Luhn's check digit for any even number of letters ("Luhn mod N"). */
function checkLetter(letters: string): string {
  const base = alphabet.length
  let sum = 0
  for (let fromRight = 0; fromRight < letters.length; fromRight += 1) {
    const letter = letters.charAt(letters.length - 1 - fromRight)
    const value = alphabet.indexOf(letter) * (fromRight % 2 === 0 ? 2 : 1)
    sum += Math.floor(value / base) + (value % base)
  }
  return alphabet.charAt((base - (sum % base)) % base)
}

/** Ids by place. Each is made at its first use and then stays the same, so that a repeated decision gets the same ids. */
export function idsOf(make: () => string): (place: number) => string {
  const made: string[] = []
  return (place) => {
    while (made.length <= place) made.push(make())
    return made[place] ?? ''
  }
}

/** Codes that were made up exist already. */
export type CodesTaken = Readonly<{ kind: 'codes-taken' }>

/** Codes that were made up are free, but for one in 2^73: as many attempts never fail together. */
const maxAttempts = 3

/**
 * Repeats a write with other codes while those that it made up exist already.
 * @param write makes codes up, and writes
 * @throws Error when the source of randomness gives the same codes again
 */
export async function untilFree<Answer, Refused extends Readonly<{ kind: string }>>(
  write: () => Promise<Written<Answer, Refused | CodesTaken>>,
): Promise<Written<Answer, Refused>> {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const written = await write()
    if (written.kind !== 'refused') return written
    if (isOther(written.refusal)) return { kind: 'refused', refusal: written.refusal }
  }
  throw new Error('random codes exist already')
}

function isOther<Refused extends Readonly<{ kind: string }>>(refusal: Refused | CodesTaken): refusal is Refused {
  return refusal.kind !== 'codes-taken'
}
