import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { sendForText } from '../server/send.ts'
import type { ListView } from './session.ts'
import { sessionKey, useSession } from './session-provider.tsx'

type Change = Readonly<{ view: Omit<ListView, 'list'>; remove?: true }>

type SavedViews = Readonly<{
  views: readonly ListView[]
  /** Saves a view, in place of one of the same name, or removes it. */
  change: UseMutationResult<void, Error, Change>
}>

/** The views of a list that the operator saved for the chosen seller. The session brings them. */
export function useSavedViews(list: string): SavedViews {
  const { seller } = useSession()
  const client = useQueryClient()
  const change = useMutation<void, Error, Change>({
    async mutationFn({ view, remove }) {
      await sendForText({ verb: 'POST', path: 'views', body: { list, ...view, remove }, sellerId: seller.id })
      await client.refetchQueries({ queryKey: sessionKey })
    },
  })
  return { views: (seller.views ?? []).filter((view) => view.list === list), change }
}
