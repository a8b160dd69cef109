const surrogateOrAbove = /[\ud800-\uffff]/

/**
 * Sorts texts by their UTF-8 bytes, in place. JavaScript sorts by UTF-16 units, which differs only where a character
 * above U+FFFF is compared with one from U+E000 to U+FFFF.
 */
export function sortByBytes(texts: string[]): string[] {
  return texts.some((text) => surrogateOrAbove.test(text)) ? texts.sort(compareBytes) : texts.sort()
}

function compareBytes(left: string, right: string): number {
  const shared = Math.min(left.length, right.length)
  for (let index = 0; index < shared; index++) {
    const difference = rank(left.charCodeAt(index)) - rank(right.charCodeAt(index))
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

/** Orders surrogates, which encode the highest code points, above all other units. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}
