import { mergeMembers, unmergeMembers } from '@yaoquan/api'
import { type ResultOf, TopClient } from '@yaoquan/client'
import type { Command } from 'commander'
import { addWrite, type WriteFlags, writeAndPrint } from '#calls/gateway-call'
import { newOutRequestNo } from '#calls/request-number'
import { confirm, isAtTerminal } from '#terminal/confirm'
import { printNote } from '#terminal/output'
import { reasonOption } from './member-naming.ts'

type MergeFlags = WriteFlags & Readonly<{ dryRun?: boolean; reason?: string; yes?: boolean }>

/** `yaoquan member merge` and `unmerge`. */
export function addMemberMerge(member: Command): void {
  addMerge(member)
  addUnmerge(member)
}

function addMerge(member: Command): void {
  const merge = member
    .command('merge')
    .description('把一位会员并入另一位，30天内可撤销 (merge a member into another; can be undone for 30 days)')
    .argument('<from>', '被合并的会员id (member that is merged)')
    .argument('<into>', '保留的会员id (member that stays)')
    .option('--dry-run', '只预览，不改动 (only preview)')
    .option('--yes', '在终端也不再询问 (do not ask on a terminal either)')
    .option(...reasonOption)
  addWrite(merge)
    .addHelpText('after', notes)
    .action(async (from: string, into: string, { dryRun, reason, yes, ...flags }: MergeFlags) => {
      if (!dryRun && !yes && isAtTerminal()) await confirmMerge(flags, { from, into })
      await writeAndPrint(flags, {
        method: mergeMembers,
        send: (client, outRequestNo) =>
          client.mergeMembers({ outRequestNo, fromMemberId: from, intoMemberId: into, dryRun, reason }),
        show: (result) => {
          const { mergeId, undoUntil = '' } = result
          const head =
            mergeId === undefined
              ? '预览，未改动 (preview, nothing changed)'
              : `合并 ${mergeId}，可撤销至 ${undoUntil} (merged)`
          return [head, ...previewLines(result, into)].join('\n')
        },
      })
    })
}

async function confirmMerge(flags: WriteFlags, { from, into }: Readonly<{ from: string; into: string }>) {
  const asked = { outRequestNo: newOutRequestNo(), fromMemberId: from, intoMemberId: into, dryRun: true }
  const preview = await new TopClient(flags).mergeMembers(asked)
  printNote(previewLines(preview, into).join('\n'))
  await confirm(`输入 yes 把 ${from} 并入 ${into} (type yes to merge): `, 'yes')
}

function previewLines(result: ResultOf<typeof mergeMembers>, into: string): readonly string[] {
  const { phoneCount = 0, cardCount = 0, couponCount = 0, filledFields = [], keptFields = [], limits = [] } = result
  return [
    `转入手机号 ${phoneCount} 个，卡 ${cardCount} 张；合并后优惠券 ${couponCount} 张 (phones, cards, coupons)`,
    ...filledFields.map((field) => `补上 ${field} (filled in)`),
    ...keptFields.map((field) => `不同，保留 ${into} 的 ${field} (differs, kept)`),
    ...limits.map(
      ({ couponId, claimed, memberTotal }) =>
        `模板 ${couponId}：合计已领 ${claimed}，限领 ${memberTotal} (template: claimed, limit)`,
    ),
  ]
}

function addUnmerge(member: Command): void {
  const unmerge = member
    .command('unmerge')
    .description('30天内撤销一次合并 (undo a merge within 30 days)')
    .argument('<merge-id>', '合并id (merge_id)')
    .option(...reasonOption)
  addWrite(unmerge).action((mergeId: string, { reason, ...flags }: WriteFlags & Readonly<{ reason?: string }>) =>
    writeAndPrint(flags, {
      method: unmergeMembers,
      send: (client, outRequestNo) => client.unmergeMembers({ outRequestNo, mergeId, reason }),
      show: ({ fromMemberId: from = '', intoMemberId: into = '' }) => `已撤销：${from} 不再并入 ${into} (undone)`,
    }),
  )
}

const notes = `
在终端运行时，先显示预览，再要求确认；脚本中直接合并。
On a terminal the command shows the preview and asks before it merges; in scripts it merges at once.

示例 Examples:
  yaoquan member merge M1025 M1024 --dry-run
  yaoquan member merge M1025 M1024 --reason 同一人`
