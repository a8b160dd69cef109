import type { StoreFlags } from '#options/data-options'
import { say } from '#terminal/language'
import { printNote } from '#terminal/output'
import { storePlace } from './open-administration.ts'

/** Says, on stderr, which stores a command on the directory left out, and how it is done on each. */
export async function noteOtherStores(flags: StoreFlags, command: string): Promise<void> {
  const { otherStoreFlags } = await import('#server')
  for (const other of otherStoreFlags(storePlace(flags).dataDir)) {
    const line = `yaoquan ${command} ${other.flags}`
    printNote(
      say(
        `不含存储 ${other.name} 的连锁，请另行执行: ${line}`,
        `without the sellers of the store ${other.name}: ${line}`,
      ),
    )
  }
}
