import { eraseMember, type getMember } from '@yaoquan/api'
import { type ResultOf, TopClient } from '@yaoquan/client'
import type { Command } from 'commander'
import { addWrite, type WriteFlags, writeAndPrint } from '#calls/gateway-call'
import { confirm, isAtTerminal } from '#terminal/confirm'
import { UsageFault } from '#terminal/faults'
import { printNote } from '#terminal/output'
import { reasonOption } from './member-naming.ts'

type EraseFlags = WriteFlags & Readonly<{ reason?: string; yes?: boolean }>

/** `yaoquan member erase`: erases a member, after the id was typed once more. */
export function addMemberErase(member: Command): void {
  const erase = member
    .command('erase')
    .description(
      '永久删除会员的个人信息，不可撤销，优惠券与数量保留 (erase a member for good; coupons and counts stay)',
    )
    .argument('<id>', '会员id，如 M1024 (member id)')
    .option(...reasonOption)
    .option('--yes', '不再询问；脚本中必须给出 (do not ask; required in scripts)')
  addWrite(erase)
    .addHelpText('after', notes)
    .action(async (memberId: string, { reason, yes, ...flags }: EraseFlags) => {
      if (!yes) await confirmErasure(flags, memberId)
      await writeAndPrint(flags, {
        method: eraseMember,
        send: (client, outRequestNo) => client.eraseMember({ outRequestNo, memberId, reason }),
        show: ({ memberId: erased = '', memberIds = [], erasedAt = '' }) =>
          `已删除会员 ${[erased, ...memberIds].join(', ')}，${erasedAt} (member erased)`,
      })
    })
}

/** @throws UsageFault where nobody can be asked */
async function confirmErasure(flags: WriteFlags, memberId: string): Promise<void> {
  if (!isAtTerminal()) {
    throw new UsageFault(
      '删除不可撤销，不在终端时须加 --yes',
      'it cannot be undone: --yes is required without a terminal',
    )
  }
  printNote(erasureNote(memberId, await new TopClient(flags).getMember({ memberId })))
  await confirm(`输入 ${memberId} 确认删除 (type the member id to erase it): `, memberId)
}

/** What an erasure takes and what it leaves, in counts. */
function erasureNote(memberId: string, { member, couponCount = 0 }: ResultOf<typeof getMember>): string {
  const { phones = [], cards = [], name, level, birthday, marketingConsent, tags = [], attributes = [] } = member ?? {}
  const fields = [name, level, birthday, marketingConsent].filter((value) => value !== undefined).length
  const filled = fields + tags.length + attributes.length
  return `会员 ${memberId} 将永久失去：手机号 ${phones.length} 个，卡 ${cards.length} 张，资料 ${filled} 项 (phones, cards and profile fields that are destroyed)
此前并入它的会员一并删除；其他会员共用的手机号留给他们 (members merged into it go too; shared phones stay with the others)
保留优惠券 ${couponCount} 张，不再显示手机号与卡号 (coupons that stay, without phone and card)`
}

const notes = `
在终端运行时，先显示将删除的数量，再要求输入会员id确认。查看需要权限 yaoquan.member.get。
On a terminal the command shows counts of what will go and asks for the member id once more; that needs the grant yaoquan.member.get.

示例 Examples:
  yaoquan member erase M1024 --reason 本人申请
  yaoquan member erase M1024 --reason 本人申请 --yes --json`
