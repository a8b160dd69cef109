import type { ReactNode } from 'react'
import type { NameOf } from '../names/code-text.ts'
import type { WaitingRequest } from './request-row.tsx'
import { WaitingRequests } from './waiting-requests.tsx'

/** Requests under a title; nothing where there are none. */
export function RequestsCard({
  title,
  requests,
  actorName,
}: Readonly<{ title: string; requests: readonly WaitingRequest[]; actorName: NameOf }>): ReactNode {
  if (requests.length === 0) return null
  return (
    <section className="yq-card yq-requests-card">
      <h2>{title}</h2>
      <WaitingRequests requests={requests} actorName={actorName} />
    </section>
  )
}
