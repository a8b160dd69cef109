import { type Command, Option } from 'commander'
import { newOutRequestNo, requestNumber } from '#calls/request-number'
import type { SellerFlags, StoreFlags } from '#options/data-options'
import type { Administration } from '#server'
import { OperationFault, say, UsageFault } from '#terminal/output'
import { checkSeller, withAdministration } from './open-administration.ts'

export type NumberedFlags = StoreFlags & Readonly<{ outRequestNo?: string | undefined }>

/** Adds `--out-request-no` to a command that changes something. */
export function addRequestNo(command: Command): Command {
  return command.addOption(
    new Option(
      '--out-request-no <no>',
      say(
        '请求号，用同一请求号重发不会重复执行，一小时内可重新取得密钥；缺省随机生成',
        'request number; a retry with the same number takes effect only once, and shows a secret again for an hour; default: random',
      ),
    ).argParser((text) => requestNumber(text, 64)),
  )
}

/** The number under which an act is done. */
type Numbered = Readonly<{ requestNo: string }>

/** What an act says of a number that was used for something else. */
type Conflict = 'conflict' | Readonly<{ kind: 'conflict' }>

/**
 * Runs an act on a store under the number of the command, or a random one.
 * @throws OperationFault if the number was used for something else; with the number where it is not known whether the act was done
 */
export async function withNumberedAct<T>(
  flags: NumberedFlags,
  act: (administration: Administration, numbered: Numbered) => Promise<T>,
  options?: Readonly<{ mustExist: boolean }>,
): Promise<Exclude<T, Conflict>> {
  const { outRequestNo: requestNo = newOutRequestNo() } = flags
  const work = async (administration: Administration) => {
    try {
      return await act(administration, { requestNo })
    } catch (error) {
      throw await withNumber(error, requestNo)
    }
  }
  const outcome = await withAdministration(flags, work, options)
  if (isConflict(outcome)) {
    throw new OperationFault('该请求号已用于其他操作', 'this request number was used for something else')
  }
  return outcome as Exclude<T, Conflict>
}

function isConflict(outcome: unknown): boolean {
  return outcome === 'conflict' || (typeof outcome === 'object' && Object(outcome).kind === 'conflict')
}

/** Like `withNumberedAct`, for work on one seller. @throws OperationFault if the seller does not exist */
export function withNumberedSeller<T>(
  flags: SellerFlags & NumberedFlags,
  act: (administration: Administration, numbered: Numbered) => Promise<T>,
): Promise<Exclude<T, Conflict>> {
  return withNumberedAct(flags, async (administration, numbered) => {
    await checkSeller(administration, flags.seller)
    return act(administration, numbered)
  })
}

async function withNumber(error: unknown, requestNo: string): Promise<unknown> {
  if (error instanceof OperationFault || error instanceof UsageFault || !(error instanceof Error)) return error
  const { describeFault } = await import('#terminal/report-fault')
  // The message of a fault of the server has both languages.
  const what = describeFault(error)
  return new OperationFault(
    `${what}；是否已执行未知，请用 --out-request-no ${requestNo} 重试`,
    `${what}; it is unknown whether it was done: retry with --out-request-no ${requestNo}, which takes effect only once`,
    { cause: error },
  )
}

/** The request was done before, and its secret is not shown again. @param next what to do, in both languages */
export function doneBefore(next: Readonly<{ zh: string; en: string }>): OperationFault {
  return new OperationFault(
    `该请求已执行过；密钥或密码只在一小时内、且未再更换时可重新取得。${next.zh}`,
    `the request was done before; its secret is shown again for an hour, unless it was replaced or used. ${next.en}`,
  )
}
