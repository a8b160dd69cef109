/** A part of the console that did not load: there is no network, or the server has another version by now. */
export class LoadError extends Error {
  override readonly name = 'LoadError'
}

/**
 * A part of the console that is being imported.
 * @throws LoadError if it does not load
 */
export async function loaded<T>(part: Promise<T>): Promise<T> {
  try {
    return await part
  } catch (cause) {
    throw new LoadError('a part of the console did not load', { cause })
  }
}
