import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { RequestOf } from '@yaoquan/api'
import { callMethod, type ResultMethod, type ResultOf } from '../server/call-method.ts'
import { useSession } from './session-provider.tsx'

type ReadOptions<Result> = Readonly<{
  /** Whether to ask at all; default true. */
  isEnabled?: boolean | undefined
  /** Shows the former answer while a new one loads, for lists whose filter changed. */
  keepsFormer?: boolean | undefined
  /** Asks again after this time, in milliseconds, for what goes on by itself. */
  everyMs?: number | undefined
  /** Whether `everyMs` goes on after this result; default always. */
  readsAgain?: ((result: Result) => boolean) | undefined
  /** Asks again whenever it is shown, for what must not come from memory. */
  isFresh?: boolean | undefined
  /** What another answer said of it, and when, in epoch milliseconds: shown immediately, and read again where it is old. */
  known?: Readonly<{ result: Result; atMs: number }> | undefined
}>

/** The result of a method that reads, for the chosen seller. Its error is a CallError. */
export function useRead<M extends ResultMethod>(
  definition: M,
  request: RequestOf<M>,
  {
    isEnabled = true,
    keepsFormer = false,
    everyMs,
    readsAgain = () => true,
    isFresh = false,
    known,
  }: ReadOptions<ResultOf<M>> = {},
): UseQueryResult<ResultOf<M>, Error> {
  const { seller } = useSession()
  return useQuery<ResultOf<M>, Error>({
    queryKey: ['seller', seller.id, definition.name, request],
    queryFn: ({ signal }) => callMethod(definition, request, { sellerId: seller.id, signal }),
    enabled: isEnabled,
    ...(isFresh ? { staleTime: 0, gcTime: 0, refetchOnWindowFocus: false } : {}),
    // What was never read stays a failure until somebody tries again: asked by itself, it would come and go.
    refetchInterval: ({ state: { data, status } }) => {
      const goesOn = data === undefined ? status !== 'error' : readsAgain(data)
      return everyMs !== undefined && goesOn ? everyMs : false
    },
    ...(known === undefined ? {} : { initialData: known.result as never, initialDataUpdatedAt: known.atMs }),
    ...(keepsFormer ? { placeholderData: (former: unknown) => former as never } : {}),
  })
}

/** The server looks for half a second before it gives a page without rows. */
const maxPagesWithoutRows = 20

/**
 * A page of a list that is read by cursors, as `useRead` with the former rows kept. Pages without rows are passed over, some of them: the last
 * one may be shown and still have a next one.
 */
export function useList<M extends ResultMethod>(
  definition: M,
  request: RequestOf<M>,
  rowsOf: (page: ResultOf<M>) => readonly unknown[],
): UseQueryResult<ResultOf<M>, Error> {
  const { seller } = useSession()
  return useQuery<ResultOf<M>, Error>({
    queryKey: ['seller', seller.id, definition.name, request],
    async queryFn({ signal }) {
      const place = { sellerId: seller.id, signal }
      let page = await callMethod(definition, request, place)
      for (let requested = 1; requested < maxPagesWithoutRows && rowsOf(page).length === 0; requested += 1) {
        const cursor = nextCursorOf(page)
        if (cursor === undefined) break
        page = await callMethod(definition, { ...request, cursor }, place)
      }
      return page
    },
    placeholderData: (former: unknown) => former as never,
  })
}

function nextCursorOf(page: object): string | undefined {
  return 'nextCursor' in page && typeof page.nextCursor === 'string' ? page.nextCursor : undefined
}

type WriteEnding<M extends ResultMethod> = Readonly<{
  /** Called when the server has accepted the write, before anything is read again. */
  accepted?: (result: ResultOf<M>) => void
  /** Called after the data on the page was read again. */
  written?: (result: ResultOf<M>) => void
}>

/**
 * A method that writes, for the chosen seller. After each success everything that is shown is fetched again.
 * @param ending is called even if the component is gone; callbacks of `mutate` are not
 */
export function useWrite<M extends ResultMethod>(
  definition: M,
  { accepted, written }: WriteEnding<M> = {},
): UseMutationResult<ResultOf<M>, Error, RequestOf<M>> {
  const { seller } = useSession()
  const client = useQueryClient()
  return useMutation<ResultOf<M>, Error, RequestOf<M>>({
    mutationFn: (request) => callMethod(definition, request, { sellerId: seller.id }),
    onSuccess: async (result) => {
      accepted?.(result)
      await client.invalidateQueries({ queryKey: ['seller', seller.id] })
      written?.(result)
    },
  })
}
