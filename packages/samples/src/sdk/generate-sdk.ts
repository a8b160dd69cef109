import type { MethodDefinition } from '@yaoquan/api'
import { csharpFiles } from './csharp-sdk.ts'
import { goFiles } from './go-sdk.ts'
import { javaFiles } from './java-sdk.ts'
import { nodejsFiles } from './nodejs-sdk.ts'
import { phpFiles } from './php-sdk.ts'
import { pythonFiles } from './python-sdk.ts'
import { type SdkMethod, sdkMethod } from './sdk-method.ts'
import { type SdkLanguage, sdkReadme } from './sdk-readme.ts'

/**
 * Generates source files for the platform's SDK of a language: a request class per method, a response class if the SDK
 * has them, and a README with instructions. The same methods always give the same files.
 * @returns texts by relative path with `/`
 * @throws Error if two types have the same name and different fields, in a language with one namespace for types
 */
export function generateSdk(
  language: SdkLanguage,
  definitions: readonly MethodDefinition[],
): ReadonlyMap<string, string> {
  const methods = definitions.map(sdkMethod)
  return new Map([...writers[language](methods), ['README.md', sdkReadme(language, methods)]])
}

type Writer = (methods: readonly SdkMethod[]) => ReadonlyMap<string, string>

const writers: Readonly<Record<SdkLanguage, Writer>> = {
  java: javaFiles,
  php: phpFiles,
  python: pythonFiles,
  csharp: csharpFiles,
  go: goFiles,
  nodejs: nodejsFiles,
}
