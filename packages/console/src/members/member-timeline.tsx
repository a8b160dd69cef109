import { useInfiniteQuery } from '@tanstack/react-query'
import { listMemberActivity } from '@yaoquan/api'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useToday } from '../design/days.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { actorNames } from '../names/use-names.ts'
import { Failure, Loading } from '../parts/failure.tsx'
import { callMethod, type ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import { type OpenFromTimeline, TimelineEntry } from './timeline-entry.tsx'
import '../parts/details.css'
import './member-timeline.css'

const texts = defineTexts({
  title: { zh: '动态', en: 'Activity' },
  none: { zh: '还没有动态', en: 'Nothing has happened yet' },
  more: { zh: '查看更早的动态', en: 'Show earlier activity' },
  removed: {
    zh: (before: string) => `${before} 之前的动态已按保留期限清理`,
    en: (before) => `Events before ${before} were removed by the retention period`,
  },
})

type Page = ResultOf<typeof listMemberActivity>
type Entry = Page['entries'][number]

type Props = Readonly<{
  memberId: string
  /** The name of a coupon; undefined for one that is not known. */
  couponName: (couponCode: string) => string | undefined
  open: OpenFromTimeline
}>

const pageSize = 30

/** What happened to a member, the newest first: coupons, orders, changes, and what was refused. */
export function MemberTimeline({ memberId, couponName, open }: Props): ReactNode {
  const t = useTexts(texts)
  const today = useToday()
  const { seller } = useSession()
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['seller', seller.id, listMemberActivity.name, memberId],
    queryFn: ({ pageParam: cursor, signal }): Promise<Page> =>
      callMethod(listMemberActivity, { memberId, limit: pageSize, cursor }, { sellerId: seller.id, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
  const pages = data?.pages ?? []
  const entries = pages.flatMap((page) => page.entries)
  const actorName = actorNames(pages.flatMap(({ actors = [] }) => actors))
  const removedBefore = pages.at(-1)?.eventsRemovedBefore
  return (
    <section className="yq-card yq-activity" aria-label={t.title}>
      <h2>{t.title}</h2>
      {isPending && <Loading rows={6} />}
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      {data !== undefined && entries.length === 0 && <p className="yq-soft">{t.none}</p>}
      <ol className="yq-plain-list yq-timeline">
        {groupsOf(entries).map(([entry, ...others]) => (
          <TimelineEntry
            key={keyOf(entry)}
            entry={entry}
            others={others}
            today={today}
            couponName={couponName}
            actorName={actorName}
            open={open}
          />
        ))}
      </ol>
      {hasNextPage && (
        <Button block size="small" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.more}
        </Button>
      )}
      {!hasNextPage && removedBefore !== undefined && <p className="yq-soft">{t.removed(removedBefore)}</p>}
    </section>
  )
}

type Group = readonly [Entry, ...Entry[]]

/** Coupons that were issued together, as by one send or import, are one entry. */
function groupsOf(entries: readonly Entry[]): readonly Group[] {
  const groups: [Entry, ...Entry[]][] = []
  for (const entry of entries) {
    const last = groups.at(-1)
    if (last !== undefined && isIssuedWith(last[0], entry)) last.push(entry)
    else groups.push([entry])
  }
  return groups
}

function isIssuedWith(one: Entry, other: Entry): boolean {
  return one.kind === 'issued' && other.kind === 'issued' && one.at === other.at && one.actor === other.actor
}

function keyOf({ kind, eventSeq, orderId, requestId }: Entry): string {
  return String(eventSeq ?? `${kind} ${requestId ?? orderId}`)
}
