import type { KeptRefusal } from '#domain/refusals/refused-call'
import type { Identifiers } from '#store/members/identifiers'
import type { StoredRefusal } from '#store/tables/refused-call'

/** Opens the contents of refused calls. Those of erased members cannot be opened. */
export async function openRefusals(
  { identifiers }: Readonly<{ identifiers: Identifiers }>,
  sellerId: string,
  stored: readonly StoredRefusal[],
): Promise<readonly KeptRefusal[]> {
  if (stored.length === 0) return []
  const open = await identifiers.cipher.opener(sellerId, [...new Set(stored.map(({ keyNo }) => keyNo))])
  return stored.map(({ keyNo, contentSealed, ...refusal }) => {
    if (contentSealed === undefined) return { ...refusal, content: undefined }
    return { ...refusal, content: open(contentSealed, { table: 'refused_call', ref: refusal.requestId, keyNo }) }
  })
}
