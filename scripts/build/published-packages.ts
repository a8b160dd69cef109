/** A package of this repository that is published. */
export type PublishedPackage = Readonly<{
  /** Folder under `packages/`. */
  folder: string
  /** `engines.node` of the published package. */
  node: string
  /** Whether the code may use only features of the oldest Node.js of `node` and of browsers. */
  isPortable: boolean
  /** Folder of a private workspace that the package includes, and the `imports` name under which it imports it. */
  carries?: Readonly<{ folder: string; importName: string; standIns: readonly StandIn[] }>
  /**
   * Folder of the published package that loads this one where it is installed, and that carries the private workspace which this one
   * imports. It becomes a peer dependency, since both use one server. The package is published without types.
   */
  host?: string
  /** Whether the build adds the types and definitions of single methods. */
  hasMethods?: boolean
  /** Where the package has the manual page that its command prints as `man`. */
  manual?: string
}>

/** An unpublished package of the checkout, and the file of the carried folder that replaces it. */
export type StandIn = Readonly<{ importName: string; packageName: string; source: string }>

/** Sorted by dependency. Node.js 20.12 is the first version 20 with the one-shot `crypto.hash`. */
export const publishedPackages: readonly PublishedPackage[] = [
  { folder: 'api', node: '>=20', isPortable: true },
  { folder: 'protocol', node: '>=20.12', isPortable: true },
  { folder: 'basket', node: '>=20', isPortable: true },
  { folder: 'client', node: '>=20.12', isPortable: true, hasMethods: true },
  { folder: 'samples', node: '>=20.12', isPortable: true },
  {
    folder: 'cli',
    node: '>=22.12',
    isPortable: false,
    manual: './man/yaoquan.1',
    carries: {
      folder: 'server',
      importName: '#server',
      standIns: [
        {
          importName: '#browser-scripts',
          packageName: '@yaoquan/browser',
          source: './src/site/prebuilt-scripts.ts',
        },
        {
          importName: '#console-files',
          packageName: '@yaoquan/console',
          source: './src/site/console/prebuilt-console.ts',
        },
      ],
    },
  },
  { folder: 'conformance', node: '>=22.12', isPortable: false, host: 'cli' },
]
