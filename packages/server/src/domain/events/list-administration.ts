import { administrativeKinds } from '@yaoquan/api/words'
import type { EventReader, SellerEventPage, SellerEventQuery } from './event-store.ts'

type AdministrationQuery = Omit<SellerEventQuery, 'kinds' | 'lookMs'> & Readonly<{ kind: string | undefined }>

/** `removedBeforeMs`: of the removed events, if the page reached them, epoch milliseconds. */
type AdministrationPage = SellerEventPage & Readonly<{ removedBeforeMs: number | undefined }>

/** Time limit for a page that does not fill, in milliseconds. */
const lookMs = 500

/** Administrative events before a number. Pages may be short and still have a next one. */
export async function listAdministration(
  { kind, ...query }: AdministrationQuery,
  events: Pick<EventReader, 'listSellerEvents'>,
): Promise<AdministrationPage> {
  const kinds = administrativeKinds.filter((one) => (kind ?? one) === one)
  if (kinds.length === 0) return { events: [], nextBeforeSeq: undefined, removedBeforeMs: undefined }
  const { removed, ...page } = await events.listSellerEvents({ ...query, kinds, lookMs })
  return { ...page, removedBeforeMs: removed?.beforeMs }
}
