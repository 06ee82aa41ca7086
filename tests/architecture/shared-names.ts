/** Type names that more than one file of the product declares still. The list only ever gets shorter. */
export const sharedNames: readonly string[] = ['JsonPath', 'Ring', 'Speech']
