/** What simulated people leave to chance. */
export const between = (min: number, max: number): number => min + Math.random() * (max - min)

export const happens = (probability: number): boolean => Math.random() < probability

export function oneOf<Item>(items: readonly [Item, ...Item[]]): Item
export function oneOf<Item>(items: readonly Item[]): Item | undefined
export function oneOf<Item>(items: readonly Item[]): Item | undefined {
  return items[Math.floor(Math.random() * items.length)]
}
