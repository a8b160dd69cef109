import type { Store } from '#store/open-store'

/** Counts the events of a seller that are not in its figures yet. */
export async function countFigures({ figureFolder }: Store, sellerId: string): Promise<void> {
  while ((await figureFolder.step(sellerId)) !== 'done');
}
