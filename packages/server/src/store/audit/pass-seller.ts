import { noBoundary, readBoundary } from '#store/events/retention-boundary'
import { checkDamage, Findings, type KeyedAudit } from './findings.ts'
import { stageWorks } from './seller-stages.ts'
import { firstPlace, type PassedEvents, type SellerSlice, type SellerState, stages } from './seller-state.ts'
import { walkSlice } from './seller-walk.ts'
import { readHead } from './verify-head.ts'

type SliceParts = Omit<KeyedAudit, 'findings' | 'sellerId'>

type SliceAsked = Readonly<{
  /** Rows after which the slice ends. A sum is read whole. */
  maxRows: number
  passed?: PassedEvents | undefined
}>

/**
 * Does a bounded part of the audit of a seller: compares its stored data with its event chain, and the chain's end with its seal.
 * @param state how far it came; `stage` is `done` after the last slice
 * @throws OperatorError when events are removed faster than they are read
 */
export async function passSeller(
  state: SellerState,
  parts: SliceParts,
  { maxRows, passed }: SliceAsked,
): Promise<void> {
  const audit = { ...parts, sellerId: state.sellerId, findings: new Findings(state.found) }
  let isAtHead: boolean | undefined
  let slice: SellerSlice | undefined
  await checkDamage(audit, 'chain_event', async () => {
    const head = await readHead(audit)
    const boundary = (await readBoundary(parts.reader, state.sellerId)) ?? noBoundary
    slice = {
      audit: { ...audit, findings: new Findings(state.found) },
      state,
      head,
      boundary,
      passed,
      budget: { left: maxRows },
    }
    isAtHead = await walkSlice(slice)
  })
  if (isAtHead === undefined) state.stage = 'done'
  else if (isAtHead && slice !== undefined) await runStages(slice)
}

async function runStages(slice: SellerSlice): Promise<void> {
  const { state, audit, budget } = slice
  while (budget.left > 0 && state.stage !== 'done') {
    const { table, run } = stageWorks[state.stage]
    let isDone = true
    await checkDamage(audit, table, async () => {
      isDone = await run(slice)
    })
    if (!isDone) continue
    state.stage = stages[stages.indexOf(state.stage) + 1] ?? 'done'
    state.place = firstPlace
  }
}
