import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { confirm } from './confirm.ts'

function answered(text: string | undefined): Promise<void> {
  const [input, output] = [new PassThrough(), new PassThrough()]
  const requested = confirm('? ', 'M1024', { input, output })
  if (text === undefined) input.end()
  else input.write(text)
  return requested
}

it.each(['M1024\n', '  M1024 \r\n'])('goes on after %j', async (text) => {
  await expect(answered(text)).resolves.toBeUndefined()
})

it.each(['\n', 'y\n', 'M1025\n', 'M10240\n', undefined])('changes nothing after %j', async (text) => {
  await expect(answered(text)).rejects.toThrow('没有改动')
})
