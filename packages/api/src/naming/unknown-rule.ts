import { nearestName } from './nearest-name.ts'

/**
 * The rule that a member of an unknown name breaks, as a sentence in Chinese that follows that name: it tells the nearest
 * known name, or all of them where none is alike.
 * @param known 1 or more
 * @param also names that are known too, but are not listed
 */
export function unknownRule(name: string, known: readonly string[], also: readonly string[] = []): string {
  const nearest = nearestName(name, [...known, ...also])
  return nearest === undefined ? `是未知的字段，可用的有 ${known.join('、')}` : `是未知的字段，最接近的是 ${nearest}`
}
