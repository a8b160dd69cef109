import type { Command } from 'commander'
import { jsonOption, nonBlank } from '#options/data-options'
import type { MoveProgress, SellerProof } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { OperationFault, print, printJson, printNote, say, UsageFault } from '#terminal/output'

type MoveFlags = Readonly<{ from: string; to: string; switch?: boolean; abort?: boolean; json?: boolean }>

/** `yaoquan migrate-store`: moves a store to another database while servers keep using it. */
export function addMigrateStore(program: Command): void {
  program
    .command('migrate-store')
    .description(say('把数据在线迁移到另一数据库', 'move the data to another database while servers run'))
    .requiredOption('--from <place>', say('源：sqlite:目录 或 mysql://…', 'source'), nonBlank)
    .requiredOption('--to <place>', say('目标：sqlite:目录 或 mysql://…', 'target'), nonBlank)
    .option(
      '--switch',
      say(
        '复制余下的数据、核对并切换：此后源只读',
        'copy the rest, verify and switch; the source is read-only from then on',
      ),
    )
    .option(
      '--abort',
      say('放弃尚未完成的切换，源恢复可写', 'abort an unfinished switch; the source becomes writable again'),
    )
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(move)
}

async function move({ from, to, json, ...flags }: MoveFlags): Promise<void> {
  if (flags.abort && flags.switch)
    throw new UsageFault('--abort 与 --switch 不能同时使用', '--abort and --switch exclude each other')
  const { abortMove, moveStore } = await import('#server')
  if (flags.abort) {
    await abortMove({ from, to })
    print(say('源已恢复可写', 'the source is writable again'))
    return
  }
  const isSwitching = flags.switch ?? false
  const proofs = await moveStore({ from, to, isSwitching, onProgress: progressPrinter() })
  if (json) printJson(proofs)
  else for (const proof of proofs) print(proofText(proof))
  if (proofs.some(({ faults }) => faults.length > 0)) {
    throw new OperationFault('两边的数据不一致，未切换', 'source and target differ; not switched')
  }
  if (!json) print(isSwitching ? switched : ready)
}

const ready = say('已复制并核对，可用 --switch 切换', 'copied and verified; finish with --switch')
const switched = say('已切换：请让服务使用新的数据库', 'switched: start the servers on the new database')

function proofText({ sellerId, coupons, events, checksum, faults }: SellerProof): string {
  const line = say(
    `连锁 ${sellerId}: ${coupons} 张优惠券, ${events} 个事件, 校验和 ${checksum.slice(0, 16)}`,
    `seller ${sellerId}: ${coupons} coupons, ${events} events, checksum ${checksum.slice(0, 16)}`,
  )
  return [line, ...faults.map((fault) => `  ✗ ${fault}`)].join('\n')
}

/** Prints progress on stderr, at most twice a second. */
function progressPrinter(): (progress: MoveProgress) => void {
  let rows = 0
  let printedAtMs = 0
  return (progress) => {
    if (progress.kind === 'copied') {
      rows += progress.rows
      if (performance.now() - printedAtMs < 500) return
      printedAtMs = performance.now()
      printNote(say(`已复制 ${rows} 行`, `${rows} rows copied`))
    } else if (progress.kind === 'round') {
      const name =
        progress.round === 0 ? say('最后一轮', 'last round') : say(`第${progress.round}轮`, `round ${progress.round}`)
      printNote(say(`${name}: ${progress.sellers} 个连锁`, `${name}: ${progress.sellers} sellers`))
    } else if (progress.kind === 'verifying') {
      printNote(say(`核对 ${progress.sellers} 个连锁`, `verifying ${progress.sellers} sellers`))
    } else if (progress.kind === 'fenced') printNote(say('源已只读', 'the source is read-only'))
    else
      printNote(
        say(
          `已切换，只读历时 ${Math.round(progress.fencedMs)} ms`,
          `switched; read-only for ${Math.round(progress.fencedMs)} ms`,
        ),
      )
  }
}

const notes = helpNotes({
  notes: say(
    `不带 --switch：复制、追上新的写入、核对，服务照常运行；可反复执行，随时可中断，再次执行即继续。
带 --switch：源转为只读，复制余下的数据，核对各连锁的数量、计数器与校验和，一致后才启用目标。主密钥不变：请把 master.key 一并复制，或设置 YAOQUAN_MASTER_KEY。`,
    `Without --switch: copies the data, catches up with new writes and verifies, while servers keep running. It may be interrupted and run again any number of times; it resumes where it stopped.
With --switch: the source becomes read-only, the rest is copied, and counts, counters and checksums of every seller are compared. Only if they match is the target enabled. The master key stays the same: copy master.key too, or set YAOQUAN_MASTER_KEY.`,
  ),
  examples: [
    'yaoquan migrate-store --from sqlite:./data --to mysql://yaoquan:secret@db1:3306,db2:3306/yaoquan',
    'yaoquan migrate-store --from sqlite:./data --to mysql://yaoquan:secret@db1:3306,db2:3306/yaoquan --switch',
  ],
})
