/**
 * Installs the service worker that keeps this page for when there is no network. It is asked for with the build of this page, so a page of
 * a new server brings a worker of its own. Browsers that cannot, or may not over http, do without.
 * @param url of the script of the page
 */
export function installWorker(url: string): void {
  const build = /\/(clerk-[\w-]+\.js)$/.exec(new URL(url).pathname)?.[1]
  // The development server has no builds.
  if (build === undefined || !('serviceWorker' in navigator)) return
  const worker = `/console/clerk-worker.js?build=${build}`
  navigator.serviceWorker.register(worker, { scope: '/console/clerk' }).catch((error: unknown) => {
    // Without it everything works, as long as there is a network.
    if (!(error instanceof Error)) throw error
  })
}
