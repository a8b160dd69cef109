import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { getJob } from '@yaoquan/api'
import { callMethod } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import type { Job } from './draft-send.ts'

/** How often a job that works is asked for. */
const everyMs = 1_000

/** A job, fetched again for as long as it works. */
export function useJob(jobId: string): UseQueryResult<Job | undefined, Error> {
  const { seller } = useSession()
  return useQuery({
    queryKey: ['seller', seller.id, getJob.name, { jobId }],
    queryFn: async ({ signal }) => (await callMethod(getJob, { jobId }, { sellerId: seller.id, signal })).job,
    refetchInterval: ({ state: { data } }) => (data?.state === 'running' || data?.stopping ? everyMs : false),
  })
}
