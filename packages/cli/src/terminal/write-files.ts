import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { OperationFault } from './faults.ts'

/**
 * Writes files into a folder, which is made where there is none.
 * @param files content by path in the folder, with `/` between its parts
 * @throws OperationFault for a folder that holds something already, unless `force`: then files of the same path are replaced
 */
export async function writeFiles(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
  { force }: Readonly<{ force: boolean }>,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  if (!force && (await readdir(folder)).length > 0) {
    throw new OperationFault(
      `目录 ${folder} 不是空的，可用 --force 写入`,
      'the folder is not empty; --force writes into it',
    )
  }
  for (const [path, content] of files) {
    const target = join(folder, path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, content)
  }
}
