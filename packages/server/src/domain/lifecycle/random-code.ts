/** Without 0 O, 1 I L, U V, so that codes can be read aloud and typed from paper. */
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
  let letters = ''
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
  for (const [fromRight, letter] of [...letters].reverse().entries()) {
    const value = alphabet.indexOf(letter) * (fromRight % 2 === 0 ? 2 : 1)
    sum += Math.floor(value / base) + (value % base)
  }
  return alphabet.charAt((base - (sum % base)) % base)
}
