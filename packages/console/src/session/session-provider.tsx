import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ActName } from '@yaoquan/api'
import { recall, remember } from '@yaoquan/browser/memory'
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { forgetRecentMembers } from '../recent/recent-members.ts'
import { fetchSession, type SellerOfOperator, type Session } from './session.ts'

const sellerKey = 'yaoquan-console-seller'
/** Under which the session is kept. */
export const sessionKey = ['session'] as const

/** State between the sign-in page and the screens. */
export type SessionState =
  | Readonly<{ kind: 'loading' }>
  | Readonly<{ kind: 'unreachable'; error: Error; retry: () => void }>
  | Readonly<{ kind: 'signed-out'; signedIn: () => Promise<void> }>
  | Readonly<{
      kind: 'signed-in'
      session: Session
      seller: SellerOfOperator
      chooseSeller: (id: string) => void
      /** Whether the server ended the session while screens were open; what they hold is kept below the sign-in form. */
      hasEnded: boolean
      signedIn: () => Promise<void>
    }>
  | Readonly<{ kind: 'no-seller'; session: Session }>

const SessionContext = createContext<SessionState>({ kind: 'loading' })

/** Fetches the session, and keeps the chosen seller in this browser. */
export function SessionProvider({ children }: Readonly<{ children: ReactNode }>): ReactNode {
  const client = useQueryClient()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: sessionKey,
    queryFn: async ({ signal }) => (await fetchSession(signal)) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  })
  const ended = useQuery({ queryKey: endedKey, queryFn: () => false, initialData: false, staleTime: Infinity })
  const [sellerId, setSellerId] = useState(() => recall(sellerKey))
  const chooseSeller = useCallback((id: string) => {
    remember(sellerKey, id)
    setSellerId(id)
  }, [])
  const signedIn = useCallback(async () => {
    await client.refetchQueries({ queryKey: sessionKey })
    client.setQueryData(endedKey, false)
    await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'seller' })
  }, [client])
  const state = useMemo((): SessionState => {
    if (data === undefined) {
      if (isPending || error === null) return { kind: 'loading' }
      return { kind: 'unreachable', error, retry: () => void refetch() }
    }
    if (data === null) return { kind: 'signed-out', signedIn }
    const seller = data.sellers.find(({ id }) => id === sellerId) ?? data.sellers[0]
    if (seller === undefined) return { kind: 'no-seller', session: data }
    return { kind: 'signed-in', session: data, seller, chooseSeller, hasEnded: ended.data, signedIn }
  }, [data, error, isPending, refetch, sellerId, chooseSeller, ended.data, signedIn])
  return <SessionContext value={state}>{children}</SessionContext>
}

const endedKey = ['session-ended'] as const

/** Notes that the server ended the session. Screens stay as they are until the operator signs in again. */
export function noteSessionEnded(client: QueryClient): void {
  forgetRecentMembers()
  if (client.getQueryData(sessionKey)) client.setQueryData(endedKey, true)
}

/** Reads the state of the session. */
export function useSessionState(): SessionState {
  return useContext(SessionContext)
}

export type SignedIn = Readonly<{
  session: Session
  seller: SellerOfOperator
  /** Whether the role may do this: the name of a row of the table of acts. */
  may: (act: ActName) => boolean
}>

/**
 * The session, on screens, which are shown to signed-in operators only.
 * @throws Error elsewhere
 */
export function useSession(): SignedIn {
  const state = useSessionState()
  if (state.kind !== 'signed-in') throw new Error('nobody is signed in')
  const { session, seller } = state
  return useMemo(() => ({ session, seller, may: (act) => seller.acts.includes(act) }), [session, seller])
}
