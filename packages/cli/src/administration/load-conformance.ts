/// <reference path="./conformance-package.d.ts" />
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { RunConformance } from '#server'
import { errorCode, OperationFault } from '#terminal/faults'
import { version } from '#terminal/version'

/**
 * Loads the checks of `yaoquan conformance`. They are an optional package, since the libraries they use serve no other command.
 * @throws OperationFault with the line that installs the package if it is not installed in the version of the command
 */
export async function loadConformance(): Promise<RunConformance> {
  if (installedVersion() !== version()) {
    const line = `npm install ${isInProject() ? '' : '--global '}@yaoquan/conformance@${version()}`
    throw new OperationFault(`未安装本版本的检验程序，请执行: ${line}`, `install the checks of this version: ${line}`)
  }
  return (await import('@yaoquan/conformance')).runConformance
}

function installedVersion(): string | undefined {
  try {
    return version(new URL('../package.json', import.meta.resolve('@yaoquan/conformance')))
  } catch (error) {
    if (errorCode(error) === 'ERR_MODULE_NOT_FOUND') return undefined
    throw error
  }
}

/** Whether the folder of `node_modules` with this package is that of a project; global installations have no package.json there. */
function isInProject(): boolean {
  return existsSync(fileURLToPath(new URL('../../../../package.json', import.meta.url)))
}
