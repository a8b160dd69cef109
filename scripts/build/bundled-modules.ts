/**
 * Third-party modules that the build copies into a published package, so that whoever installs it installs nothing else.
 * The root's package.json declares them.
 */
export const bundledModules: Readonly<Record<string, readonly string[]>> = {
  '@yaoquan/protocol': ['@noble/hashes', 'saxes'],
}
