import type { Administration } from '#server'
import { instantText } from '#terminal/instant-text'
import { say } from '#terminal/language'
import { type RetentionKind, retentionKinds } from './retention-texts.ts'

type RetentionPreview = Awaited<ReturnType<Administration['previewRetention']>>
type RemovalPreview = NonNullable<RetentionPreview[RetentionKind]>

/** What a pass would remove, by kind, as members of JSON. Bytes are those of the values, without indexes; null is not known. */
export function previewMembers(removed: RetentionPreview): object {
  const removes = retentionKinds.flatMap(([kind]) => {
    const { [kind]: preview } = removed
    return preview === undefined ? [] : [[kind, wireOf(preview)]]
  })
  return {
    ...(removed.member && { inactive_members: removed.member.count }),
    removes: Object.fromEntries(removes),
  }
}

function wireOf({ count, kept, bytes, oldestMs }: RemovalPreview): object {
  return { count, kept: kept ?? null, bytes: bytes ?? null, oldest: instantText(oldestMs) ?? null }
}

/** What people read before they set periods: what a pass would remove of each kind that has one. */
export function previewLines(
  days: Readonly<Partial<Record<RetentionKind, number | undefined>>>,
  removed: RetentionPreview,
): readonly string[] {
  const lines = retentionKinds.flatMap(([kind, { name }]) => {
    if (!(kind in days)) return []
    const { [kind]: preview } = removed
    return [`${name}: ${preview === undefined ? say('不会删除', 'nothing would be removed') : previewText(preview)}`]
  })
  return [...lines, say('未作任何改变', 'Nothing was changed')]
}

function previewText({ count, kept, bytes, oldestMs }: RemovalPreview): string {
  const oldest = instantText(oldestMs)?.slice(0, 10)
  return [
    say(`现在会删除 ${count} 个`, `${count} would be removed now`),
    ...(bytes === undefined || count === 0 ? [] : [say(`共 ${megabytes(bytes)}`, `${megabytes(bytes)} in all`)]),
    ...(oldest === undefined ? [] : [say(`最早的在 ${oldest}`, `the oldest of ${oldest}`)]),
    ...(kept === undefined ? [] : [say(`保留 ${kept} 个`, `${kept} would stay`)]),
  ].join(say('，', ', '))
}

/** Bytes of values, without indexes. */
function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0)} MB`
}
