/** The package is optional: the command compiles without it, by what the server declares of it. */
declare module '@yaoquan/conformance' {
  export const runConformance: import('#server').RunConformance
}
