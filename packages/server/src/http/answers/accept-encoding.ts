/**
 * Parses an `Accept-Encoding` header (RFC 9110, 12.5.3).
 * @param header undefined when the request has none
 * @returns the weight of each coding by its name in lower case, `*` among them: 0 (refused) to 1; 1 where none is given
 */
export function parseAcceptEncoding(header: string | undefined): ReadonlyMap<string, number> {
  return new Map(header?.split(',').map(nameAndWeight))
}

function nameAndWeight(item: string): readonly [string, number] {
  const [name = '', ...attributes] = item
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  const weight = attributes.find((attribute) => attribute.startsWith('q='))?.slice(2)
  return [name, weight === undefined ? 1 : Number(weight)]
}
