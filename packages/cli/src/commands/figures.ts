import type { Command } from 'commander'
import { withSeller } from '#administration/open-administration'
import { jsonOption, type SellerFlags, sellerCommand } from '#options/data-options'
import { OperationFault, printResult, say } from '#terminal/output'

/** `yaoquan figures rebuild`. */
export function addFiguresRebuild(figures: Command): void {
  sellerCommand(
    figures,
    'rebuild',
    say('从事件重新统计，可在服务运行时执行', 'count the figures anew from the events, beside running servers'),
  )
    .option(
      '--drop-removed',
      say('较早事件已按保留期限清理时，放弃其数字', 'give up the figures of events that were removed by age'),
    )
    .addOption(jsonOption())
    .action(rebuild)
}

async function rebuild(flags: SellerFlags & Readonly<{ dropRemoved?: boolean }>): Promise<void> {
  const { seller: sellerId, dropRemoved: dropsRemoved = false } = flags
  const rebuilt = await withSeller(flags, (administration) => administration.rebuildFigures({ sellerId, dropsRemoved }))
  if (rebuilt.kind === 'would-lose') {
    const { removedThroughSeq: last } = rebuilt
    throw new OperationFault(
      `序号 ${last} 及以前的事件已按保留期限清理，重新统计会失去其数字；确要如此请加 --drop-removed`,
      `events up to ${last} were removed by age, and counting anew would lose their figures; --drop-removed does it all the same`,
    )
  }
  const { asOfSeq, newestSeq, missingThroughSeq: missing } = rebuilt.state
  const members = { as_of_event: asOfSeq, newest_event: newestSeq }
  const text = say(`已统计到事件 ${asOfSeq}`, `counted up to event ${asOfSeq}`)
  if (missing === 0) printResult(flags, members, text)
  else {
    const gap = say(
      `序号 ${missing} 及以前的事件已清理，未计入`,
      `events up to ${missing} were removed and are missing`,
    )
    printResult(flags, { ...members, missing_through_event: missing }, `${text}\n${gap}`)
  }
}
