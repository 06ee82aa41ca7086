/** Of an SRV record, what its place in the order depends on, RFC 2782. */
type Weighed = { readonly priority: number; readonly weight: number }

/**
 * The order in which SRV records are tried, RFC 2782: the lowest priority first; within one, by chance, each as likely
 * as its weight says. `draw` gives a number from 0 to below 1, once for each record.
 */
export function orderServices<Record extends Weighed>(
  records: readonly Record[],
  draw: () => number,
): Record[] {
  const priorities = [...new Set(records.map(({ priority }) => priority))].sort((a, b) => a - b)
  return priorities.flatMap((priority) =>
    drawAll(
      records.filter((record) => record.priority === priority),
      draw,
    ),
  )
}

function drawAll<Record extends Weighed>(records: Record[], draw: () => number): Record[] {
  const drawn: Record[] = []
  // Records of weight 0 stand first, so that they have a small chance.
  const left = [...records].sort((a, b) => a.weight - b.weight)
  while (left.length > 0) {
    const total = left.reduce((sum, { weight }) => sum + weight, 0)
    const at = indexAt(left, Math.floor(draw() * (total + 1)))
    drawn.push(...left.splice(at, 1))
  }
  return drawn
}

/** The first record at which the running sum of the weights reaches the number. */
function indexAt(records: readonly Weighed[], number: number): number {
  let sum = 0
  const at = records.findIndex(({ weight }) => (sum += weight) >= number)
  return Math.max(at, 0)
}
