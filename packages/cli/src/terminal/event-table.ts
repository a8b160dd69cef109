import { eventKinds } from '@yaoquan/api'
import type { CouponEvent } from '@yaoquan/client'
import { localized, say } from './language.ts'
import { table } from './table.ts'

/** A table of events that can be printed page by page. */
export function eventTable(): (events: readonly CouponEvent[]) => string {
  const lines = table([
    say('序号', 'Seq'),
    say('时间', 'Time'),
    say('事件', 'Event'),
    say('券码', 'Code'),
    say('模板', 'Template'),
    say('操作者', 'Actor'),
    say('之后', 'After'),
  ])
  return (events) =>
    lines(
      events.map((event) => [
        String(event.eventSeq),
        event.at,
        localized(eventKinds[event.kind]),
        event.couponCode ?? '',
        event.couponId ?? '',
        event.actor,
        shortened(event.after ?? ''),
      ]),
    )
}

/** Some events have thousands of shops, which would hide all others; `--json` prints them whole. */
function shortened(text: string): string {
  const letters = [...text]
  return letters.length <= maxLetters ? text : `${letters.slice(0, maxLetters).join('')}…`
}

const maxLetters = 500

/** Says that older events are not shown because they were removed. @param through number of the last of them */
export function removedLines(before: string | undefined, through?: number): readonly string[] {
  if (before === undefined) return []
  const [zh, en] = through === undefined ? ['', ''] : [`（序号 ${through} 及之前）`, ` (up to ${through})`]
  return [
    say(
      `${before} 之前的事件${zh}已按保留期限清理`,
      `events before ${before}${en} were removed by the retention period`,
    ),
  ]
}
