/**
 * Plugins of the way to the app that hold every answer and every message of a stream against the contract. They come in
 * a piece of their own, since all of the contract's schemas are in it.
 */
export async function contractChecks() {
  const [{ contract }, { ResponseValidationPlugin }] = await Promise.all([
    import('../../shared/contract'),
    import('@orpc/contract/plugins'),
  ])
  return [new ResponseValidationPlugin(contract)]
}
