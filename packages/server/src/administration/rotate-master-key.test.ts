import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RotationProgress } from '#store/key-rotation/key-rotator'
import { openStore } from '#store/open-store'
import { temporaryFolder } from '#testing/temporary-folder'
import { rotateMasterKey } from './rotate-master-key.ts'

const folder = temporaryFolder()
const [present, other] = ['cd', 'ab'].map((byte) => byte.repeat(32)) as [string, string]

type Change = Partial<Parameters<typeof rotateMasterKey>[0]> & Readonly<{ dataDir: string }>

function rotate(change: Change) {
  return rotateMasterKey({ nowMs: Date.now, settleMs: 0, onProgress: () => undefined, ...change })
}

function afterSellers(work: () => unknown): (progress: RotationProgress) => Promise<void> {
  return async (progress) => {
    if (progress.kind === 'step' && progress.step === 'sellers') await work()
  }
}

async function newStore(name: string, masterKey?: string): Promise<string> {
  const dataDir = join(folder, name)
  await (await openStore({ dataDir, masterKey })).close()
  return dataDir
}

test('a command with another new key is refused, and its key does not become that of the folder', async () => {
  const dataDir = await newStore('two')
  let refusal: unknown
  const onProgress = afterSellers(async () => {
    refusal = await rotate({ dataDir, newMasterKey: other }).catch((error: unknown) => error)
  })
  const report = await rotate({ dataDir, onProgress })
  expect(String(refusal)).toContain('another new master key is being brought into use')
  expect(report).toMatchObject({ kind: 'rotated', generation: 2, newKeyFile: join(dataDir, 'master.key') })
  await (await openStore({ dataDir })).close()
})

test('the former key stays valid while the file for the new one holds something else', async () => {
  const dataDir = await newStore('outside', present)
  const keyFile = join(folder, 'new.key')
  let newKey = ''
  const onProgress = afterSellers(() => {
    newKey = readFileSync(keyFile, 'utf8')
    writeFileSync(keyFile, other)
  })
  await expect(rotate({ dataDir, masterKey: present, keyFile, onProgress })).rejects.toThrow('the old key still works')
  await (await openStore({ dataDir, masterKey: present })).close()
  writeFileSync(keyFile, newKey)
  expect(await rotate({ dataDir, masterKey: present, keyFile })).toMatchObject({ kind: 'rotated', newKeyFile: keyFile })
  await (await openStore({ dataDir, masterKey: newKey })).close()
})
