import { readFile } from 'node:fs/promises'
import { readFault } from '#import/open-text'
import { OperationFault } from '#terminal/faults'

/**
 * Reads a JSON object from a file.
 * @throws OperationFault if the file cannot be read or is not a JSON object
 */
export async function readJsonFile(path: string): Promise<object> {
  const value = parse(path, await readText(path))
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw notJson(path)
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw readFault(path, error)
  }
}

function parse(path: string, text: string): unknown {
  try {
    // Editors on Windows start files with a byte order mark.
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    if (error instanceof SyntaxError) throw notJson(path, error)
    throw error
  }
}

function notJson(path: string, cause?: unknown): OperationFault {
  return new OperationFault(`文件不是JSON对象: ${path}`, 'not a JSON object', { cause })
}
