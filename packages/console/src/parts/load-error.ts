/** A part of the console that did not load: there is no network, or the server has another version by now. */
export class LoadError extends Error {
  override readonly name = 'LoadError'
}
