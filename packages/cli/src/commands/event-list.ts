import { eventFields, listEvents } from '@yaoquan/api'
import { TopClient } from '@yaoquan/client'
import { type Command, Option } from 'commander'
import { addGateway, callAndPrint, type GatewayFlags } from '#calls/gateway-call'
import { wireValues } from '#calls/wire-values'
import { maxEventSeq, wholeNumber } from '#options/data-options'
import { eventTable, removedLines } from '#terminal/event-table'
import { print, printJson } from '#terminal/output'

type ListFlags = GatewayFlags & Readonly<{ afterSeq: number; limit: number; follow?: boolean }>

/** `yaoquan event list`: lists the events of a seller in order. */
export function addEventList(event: Command): void {
  const list = event
    .command('list')
    .description('按序号列出连锁的事件 (list the events of the seller in order)')
    .option('--after-seq <n>', '从该序号之后开始 (only events after this number)', wholeNumber(0, maxEventSeq), 0)
    .option('--limit <n>', '最多列出的数量 (maximum number of events)', wholeNumber(1, 1_000), 100)
    .addOption(
      new Option(
        '--follow',
        '持续输出新事件；加 --json 时每行一个 (keep printing new events; with --json one per line)',
      ).conflicts('limit'),
    )
  addGateway(list).addHelpText('after', examples).action(listOrFollow)
}

async function listOrFollow({ afterSeq, limit, follow, ...flags }: ListFlags): Promise<void> {
  if (follow) return followEvents(afterSeq, flags)
  await callAndPrint(flags, {
    method: listEvents,
    send: (client) => client.listEvents({ afterSeq, limit }),
    show({ events, lastSeq, newestSeq, removedThroughSeq, eventsRemovedBefore }) {
      const numbers = `last_seq ${lastSeq}，newest_seq ${newestSeq}`
      const removed = removedLines(eventsRemovedBefore, removedThroughSeq)
      return [eventTable()(events), numbers, ...removed].join('\n')
    },
  })
}

/** Runs until it is interrupted or the reader of its output exits. */
async function followEvents(afterSeq: number, flags: GatewayFlags): Promise<void> {
  const lines = eventTable()
  for await (const event of new TopClient(flags).events({ afterSeq, follow: true, pollMs: 500 })) {
    if (flags.json) printJson(wireValues(eventFields, event))
    else print(lines([event]))
  }
}

const examples = `
示例 Examples:
  yaoquan event list --after-seq 1000
  yaoquan event list --follow --json`
