import type { Command } from 'commander'
import { withChain } from '../administration.ts'
import { OperationFault } from '../faults.ts'
import { dataOption, jsonOption, sellerOption, storeOption } from '../options/data-options.ts'
import { print, printJson } from '../terminal/output.ts'

type VerifyFlags = Readonly<{ data?: string; store?: string; seller: string; json?: boolean }>

/** `yaoquan audit verify`: recomputes the hash chain of a chain's events. */
export function addAuditVerify(audit: Command): void {
  audit
    .command('verify')
    .description('重算事件的哈希链，找出第一个被改动或缺失的事件 (find the first event that was altered or is missing)')
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(sellerOption())
    .addOption(jsonOption())
    .addHelpText('after', '\n示例 Example:\n  yaoquan audit verify --data ./data --seller 111')
    .action(verify)
}

async function verify(flags: VerifyFlags): Promise<void> {
  const verdict = await withChain(flags, (administration) => administration.verifyEvents(flags.seller))
  if (verdict.kind === 'intact') {
    if (flags.json) printJson({ intact: true, events: verdict.events })
    else print(`完好，共 ${verdict.events} 个事件 (intact, events in all)`)
    return
  }
  if (flags.json) printJson({ intact: false, event_seq: verdict.eventSeq, reason: verdict.reason })
  throw new OperationFault(`事件 ${verdict.eventSeq} 被改动或缺失`, `event ${verdict.eventSeq}: ${verdict.reason}`)
}
