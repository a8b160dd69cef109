/**
 * Third-party modules that the build copies into a published package, so that it has no third-party dependencies.
 * The root package.json declares them.
 */
export const bundledModules: Readonly<Record<string, readonly string[]>> = {
  '@yaoquan/protocol': ['@noble/hashes', 'saxes'],
}
