import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { OperationFault } from './faults.ts'

/**
 * Writes files into a folder and creates it if necessary.
 * @param files content by relative path, with `/` as separator
 * @throws OperationFault if the folder is not empty, unless `force`, which overwrites files of the same path
 */
export async function writeFiles(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
  { force }: Readonly<{ force: boolean }>,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  if (!force && (await readdir(folder)).length > 0) {
    throw new OperationFault(
      `目录不为空: ${folder}，如仍要写入请加 --force`,
      'the folder is not empty; use --force to write anyway',
    )
  }
  for (const [path, content] of files) {
    const target = join(folder, path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, content)
  }
}
