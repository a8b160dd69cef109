import { eventFields, listEvents } from '@yaoquan/api'
import { TopClient } from '@yaoquan/client'
import { Option } from 'commander'
import { type CallRow, callRow } from '#calls/call-row'
import { wireValues } from '#calls/wire-values'
import type { CallFlags } from '#options/gateway-options'
import { eventTable, removedLines } from '#terminal/event-table'
import { say } from '#terminal/language'
import { print, printJson } from '#terminal/output'

/** Events of the seller. */
export const eventRows: readonly CallRow[] = [
  callRow(listEvents, {
    options: () => [
      new Option(
        '--follow',
        say('持续输出新事件；加 --json 时每行一个', 'keep printing new events; with --json one per line'),
      ).conflicts('limit'),
    ],
    before: async ({ afterSeq = 0 }, flags) => {
      if (flags['follow']) await followEvents(afterSeq, flags)
      return flags['follow'] === true
    },
    says: ({ events, lastSeq, newestSeq, removedThroughSeq, eventsRemovedBefore }) => [
      eventTable()(events),
      say(`last_seq ${lastSeq}，newest_seq ${newestSeq}`, `last_seq ${lastSeq}, newest_seq ${newestSeq}`),
      ...removedLines(eventsRemovedBefore, removedThroughSeq),
    ],
    examples: ['event list --follow --json'],
  }),
]

/** Runs until it is interrupted or the reader of its output exits. */
async function followEvents(afterSeq: number, flags: CallFlags): Promise<void> {
  const lines = eventTable()
  for await (const event of new TopClient(flags).events({ afterSeq, follow: true, pollMs: 500 })) {
    if (flags.json) printJson(wireValues(eventFields, event))
    else print(lines([event]))
  }
}
