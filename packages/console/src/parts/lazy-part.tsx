import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { Spin } from 'antd'
import type { ComponentType, ReactNode } from 'react'
import { Failure } from './failure.tsx'
import { loaded } from './failure-text.ts'
import './lazy-part.css'

/** A component that loads when it is first shown. */
export type LazyPart<P extends object> = ((props: P) => ReactNode) &
  Readonly<{
    /** Loads it before it is shown. A failure is shown in its place later. */
    load: (client: QueryClient) => Promise<void>
  }>

let parts = 0

/**
 * A component that loads when it is first shown. If it cannot, it says so in its place, offers to try again, and loads by itself once the network
 * is back; what is around it stays. Components of React's `lazy` never try again.
 */
export function lazyPart<P extends object>(importPart: () => Promise<ComponentType<P>>): LazyPart<P> {
  parts += 1
  const options = queryOfPart(parts, importPart)
  const show = (props: P) => <Part options={options} props={props} />
  return Object.assign(show, { load: (client: QueryClient) => client.prefetchQuery(options) })
}

function queryOfPart<P extends object>(part: number, importPart: () => Promise<ComponentType<P>>) {
  return queryOptions({
    queryKey: ['part', part],
    queryFn: async () => ({ Loaded: await loaded(importPart()) }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
    // Fails without network, rather than to wait and show nothing.
    networkMode: 'always',
    refetchOnReconnect: true,
  })
}

type PartProps<P extends object> = Readonly<{ options: ReturnType<typeof queryOfPart<P>>; props: P }>

function Part<P extends object>({ options, props }: PartProps<P>): ReactNode {
  const { data, error, refetch } = useQuery(options)
  if (data !== undefined) return <data.Loaded {...props} />
  return (
    <div className="yq-part">
      {error === null ? <Spin delay={300} /> : <Failure error={error} retry={() => void refetch()} />}
    </div>
  )
}
