import { nearestName } from './nearest-name.ts'

/**
 * The rule that an unknown member breaks, as a Chinese phrase to follow its name. It names the most similar known name,
 * or lists the known names if none is similar.
 * @param known 1 or more
 * @param also further known names, which are never listed
 */
export function unknownRule(name: string, known: readonly string[], also: readonly string[] = []): string {
  const nearest = nearestName(name, [...known, ...also])
  return nearest === undefined ? `是未知的字段，可用的有 ${known.join('、')}` : `是未知的字段，最接近的是 ${nearest}`
}
