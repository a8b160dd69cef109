import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import type { RequestOf } from '@yaoquan/api'
import { callMethod, type ResultMethod, type ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'

/** A method that writes. Its answer is shown before anything is read again: a customer is waiting. */
export function useClerkWrite<M extends ResultMethod>(
  definition: M,
): UseMutationResult<ResultOf<M>, Error, RequestOf<M>> {
  const { seller } = useSession()
  const client = useQueryClient()
  return useMutation<ResultOf<M>, Error, RequestOf<M>>({
    mutationFn: (request) => callMethod(definition, request, { sellerId: seller.id }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['seller', seller.id] }),
  })
}
