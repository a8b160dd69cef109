import { BusinessError } from '@yaoquan/client'
import { readTextFile, withStandardInput } from '#import/open-text'
import { linePerSecond } from '#import/progress'
import type { CallFlags } from '#options/gateway-options'
import { OperationFault, print, printNote, printResult, say, UsageFault } from '#terminal/output'
import { gatewayClient } from './gateway-client.ts'
import { newOutRequestNo, withRequestNumber } from './request-number.ts'

/** Parallel calls. Erasures that arrive together share work on the server. */
const callers = 16

/** The error code of a member that somebody erased before. */
const erasedBefore = 'MEMBER_ERASED'

/** Leaves room for the member id in the request number of each call. */
const maxNumberLength = 47

/**
 * Reads member ids, one a line; empty lines are skipped, and ids that come again.
 * @param path a file, or `-` for standard input
 * @throws UsageFault for a line that is no member id, before anything is erased
 */
export async function readMemberIds(path: string): Promise<readonly string[]> {
  const text = await withStandardInput(path, (readable) => readTextFile(readable))
  const ids = new Set<string>()
  for (const [place, line] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    const id = line.trim()
    if (id === '') continue
    if (!/^M[1-9]\d{0,14}$/.test(id)) {
      const where = `${path} 第 ${place + 1} 行`
      // It may be a phone.
      const shown = id.slice(0, 40).replaceAll(/\d{7,}/g, (digits) => `${digits.slice(0, 3)}****`)
      throw new UsageFault(
        `${where}：“${shown}”不是会员id，应为 M 加数字`,
        `${path}, line ${place + 1}: "${shown}" is no member id, which is M and digits`,
      )
    }
    ids.add(id)
  }
  if (ids.size === 0) throw new UsageFault(`${path} 中没有会员id`, `there are no member ids in ${path}`)
  return [...ids]
}

type ListErasure = Readonly<{ memberIds: readonly string[]; reason: string | undefined }>

type Refused = Readonly<{ memberId: string; errorCode: string; errorMessage: string }>

/** Erases members and prints a report. @throws OperationFault when any was refused, after the report was printed */
export async function eraseList(flags: CallFlags, { memberIds, reason }: ListErasure): Promise<void> {
  const outRequestNo = flags.outRequestNo ?? newOutRequestNo()
  if (outRequestNo.length > maxNumberLength) {
    throw new UsageFault(
      `--out-request-no ${outRequestNo} 过长，最多 ${maxNumberLength} 个字符`,
      `--out-request-no ${outRequestNo} is too long for a list: at most ${maxNumberLength} characters`,
    )
  }
  if (!flags.json) print(`out_request_no ${outRequestNo}`)
  const client = gatewayClient(flags)
  const counts = { erased: 0, already: 0 }
  const refused: Refused[] = []
  const note = linePerSecond(printNote, () => performance.now())
  const waiting = [...memberIds].reverse()
  let isBroken = false
  const work = async () => {
    for (let memberId = waiting.pop(); memberId !== undefined && !isBroken; memberId = waiting.pop()) {
      try {
        await client.eraseMember({ outRequestNo: `${outRequestNo}-${memberId}`, memberId, reason })
        counts.erased += 1
      } catch (error) {
        if (!(error instanceof BusinessError)) {
          isBroken = true
          throw withRequestNumber(error, outRequestNo)
        }
        if (error.errorCode === erasedBefore) counts.already += 1
        else refused.push({ memberId, errorCode: error.errorCode ?? 'failed', errorMessage: error.message })
      }
      note(say(`已删除 ${counts.erased} / ${memberIds.length} 位`, `erased ${counts.erased} of ${memberIds.length}`))
    }
  }
  // All calls under way end before a fault is reported.
  const ended = await Promise.allSettled(Array.from({ length: callers }, work))
  report(flags, outRequestNo, { ...counts, refused })
  const broken = ended.find((one) => one.status === 'rejected')
  if (broken !== undefined) throw broken.reason
  if (refused.length > 0)
    throw new OperationFault(`${refused.length} 位会员未删除`, `${refused.length} members were not erased`)
}

type Report = Readonly<{ erased: number; already: number; refused: readonly Refused[] }>

function report(flags: CallFlags, outRequestNo: string, { erased, already, refused }: Report): void {
  const failed = refused.map(({ memberId, errorCode, errorMessage }) => {
    return { member_id: memberId, error_code: errorCode, error_message: errorMessage }
  })
  const counts = { erased_count: erased, already_erased_count: already, failed_count: failed.length }
  const lines = refused.map(({ memberId, errorMessage }) => `${memberId} ${errorMessage}`)
  const text = say(
    `已删除 ${erased} 位，此前已删除 ${already} 位，未删除 ${failed.length} 位`,
    `${erased} erased, ${already} erased before, ${failed.length} not erased`,
  )
  printResult(flags, { out_request_no: outRequestNo, ...counts, failed }, [text, ...lines].join('\n'))
}
