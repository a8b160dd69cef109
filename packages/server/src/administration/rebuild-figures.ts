import { setTimeout as delay } from 'node:timers/promises'
import type { FigureState } from '#domain/figures/figure-store'
import type { Store } from '#store/open-store'

export type RebuiltFigures =
  | Readonly<{ kind: 'rebuilt'; state: FigureState }>
  /** Events up to this number were removed, but their figures are there. */
  | Readonly<{ kind: 'would-lose'; removedThroughSeq: number }>

/** Before a step is tried again that another server took. */
const pauseMs = 50

/** Counts the figures of a seller anew, from the oldest event that there is. */
export async function rebuildFigures(
  { figureFolder, figureReader, eventReader }: Pick<Store, 'figureFolder' | 'figureReader' | 'eventReader'>,
  { sellerId, dropsRemoved }: Readonly<{ sellerId: string; dropsRemoved: boolean }>,
): Promise<RebuiltFigures> {
  const readState = () => figureReader.read(sellerId, async ({ state }) => state)
  const { removed } = await eventReader.listEvents({ sellerId, afterSeq: 0, limit: 1 })
  const removedThroughSeq = removed?.throughSeq ?? 0
  const isAnyLost = removedThroughSeq > (await readState()).missingThroughSeq
  if (isAnyLost && !dropsRemoved) return { kind: 'would-lose', removedThroughSeq }
  await figureFolder.reset(sellerId)
  let step = await figureFolder.step(sellerId)
  while (step !== 'done') {
    if (step === 'lost') await delay(pauseMs)
    step = await figureFolder.step(sellerId)
  }
  return { kind: 'rebuilt', state: await readState() }
}
