/** A package of this repository that people install. */
export type PublishedPackage = Readonly<{
  /** Folder under `packages/`. */
  folder: string
  /** `engines.node` of what is published. */
  node: string
  /** Restricts the compiler to what the oldest Node.js of `node`, and browsers, know. */
  isPortable: boolean
  /** Folder of a private workspace whose code it carries along, and the `imports` name under which it asks for it. */
  carries?: Readonly<{ folder: string; importName: string; standIns: readonly StandIn[] }>
}>

/** A package of the checkout that is not published, and the file of the carried folder that answers in its place. */
export type StandIn = Readonly<{ importName: string; packageName: string; source: string }>

/** In the order of what builds on what. 20.12 is the first Node.js 20 with the one-shot `crypto.hash`. */
export const publishedPackages: readonly PublishedPackage[] = [
  { folder: 'api', node: '>=20', isPortable: true },
  { folder: 'protocol', node: '>=20.12', isPortable: true },
  { folder: 'client', node: '>=20.12', isPortable: true },
  { folder: 'samples', node: '>=20.12', isPortable: true },
  {
    folder: 'cli',
    node: '>=22.12',
    isPortable: false,
    carries: {
      folder: 'server',
      importName: '#server',
      standIns: [
        {
          importName: '#browser-scripts',
          packageName: '@yaoquan/browser',
          source: './src/site/prebuilt-scripts.ts',
        },
      ],
    },
  },
]
