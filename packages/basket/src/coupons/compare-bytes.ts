/** Orders texts by their bytes in UTF-8, as databases do. @returns negative, 0 or positive */
export function compareBytes(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const [a, b] = [left.charCodeAt(index), right.charCodeAt(index)]
    if (a !== b) return rankInUtf8(a) - rankInUtf8(b)
  }
  return left.length - right.length
}

/** Surrogates belong to characters after U+FFFF, although their numbers are below U+E000. */
function rankInUtf8(unit: number): number {
  if (unit < 0xd800) return unit
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000
}
