import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore, type Store } from '#store/open-store'
import { temporaryFolder } from '#testing/temporary-folder'
import type { RotationStep } from './key-rotator.ts'

const folder = temporaryFolder()
const [first, second, third] = ['01', '02', '03'].map((byte) => byte.repeat(32)) as [string, string, string]

function rotate({ keyRotator }: Store, key: string, onStep: (step: RotationStep) => unknown = () => undefined) {
  return keyRotator.rotate({
    masterKey: Buffer.from(key, 'hex'),
    nowMs: Date.now,
    settleMs: 0,
    place: async () => undefined,
    async onProgress(progress) {
      if (progress.kind === 'step') await onStep(progress.step)
    },
  })
}

test('refuses a new key from a command that was opened before another one changed the key', async () => {
  const dataDir = join(folder, 'announces')
  const [early, other] = [
    await openStore({ dataDir, masterKey: first }),
    await openStore({ dataDir, masterKey: first }),
  ]
  await rotate(other, second)
  await expect(rotate(early, third)).rejects.toThrow('the old one opens nothing any more')
  await early.close()
  await other.close()
  await (await openStore({ dataDir, masterKey: second })).close()
})

test('a command that went on late leaves the next change of the key alone', async () => {
  const dataDir = join(folder, 'goes-on')
  const [late, other] = [await openStore({ dataDir, masterKey: first }), await openStore({ dataDir, masterKey: first })]
  let pauses = 0
  const going = rotate(late, second, async (step) => {
    if (step !== 'sellers') return
    pauses += 1
    if (pauses > 1) throw new Error('it goes on without end')
    await rotate(other, second)
    await rotate(other, third, (reached) => {
      if (reached === 'in use') throw new Error('killed')
    }).catch(() => undefined)
  })
  await expect(going).rejects.toThrow('finished by another command')
  expect(await rotate(other, third)).toMatchObject({ generation: 3 })
  await late.close()
  await other.close()
})
