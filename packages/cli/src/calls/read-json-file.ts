import { parseLine } from '@yaoquan/api'
import { readTextFile } from '#import/open-text'
import { OperationFault } from '#terminal/faults'

/** Reads a JSON object from a file. @throws OperationFault if the file cannot be read or is not a JSON object */
export async function readJsonFile(path: string): Promise<object> {
  const text = await readTextFile(path)
  // Editors on Windows start files with a byte order mark.
  const object = parseLine(text.replace(/^\ufeff/, ''))
  if (object === undefined) throw new OperationFault(`文件不是JSON对象: ${path}`, 'not a JSON object')
  return object
}
